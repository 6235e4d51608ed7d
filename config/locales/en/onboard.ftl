# Coming in: strangers, invites, welcomes.

stranger = Hello. This assistant works by invitation only. { $admin ->
    [none] Please ask your organisation's administrator for a link.
   *[other] Please ask { $who } for a link.
 }
invite-refused = This invitation can't be used. { $admin ->
    [none] Please ask your organisation's administrator for a new link.
   *[other] Please ask { $who } for a new link.
 }

welcome = Welcome, { $name }. Your role here: <b>{ $role }</b>.
welcome-rep = On working days at about { $time } I ask how it went. Answer in your own words, in a line or two; I turn it into customers, deals, orders and next steps, and show you what I wrote down.
welcome-service = On working days at about { $time } I ask how the day went. Answer in your own words: how many customers, complaints, scores. I show you what I wrote down.
welcome-assistant = Whatever I can't read or am not sure of in your reps' answers waits for you in /queue.
welcome-manager = /stats shows the figures of your teams, /missing who hasn't answered yet.
welcome-admin = /people shows who is here, /stats how it goes. New people come in by invitations made where the bot runs, with <code>rapport invite</code>.
welcome-next-rep = You needn't wait: tell me about today right now if you like.
welcome-fair = The rules are the same for everyone: days off never count, my misreadings are never held against you, and you see your own figures first, with /me.
welcome-help = /help shows everything else.

known = Hello, { $name }. You're already in: nothing more to set up. /help shows what I can do.
group = I only work in private chats, so I'm leaving this group; write to me directly.
