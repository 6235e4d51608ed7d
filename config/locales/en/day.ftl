# The day's conversation: prompt, nudge, and the short answers to whatever a person sends.

hello-morning = Good morning, { $name }.
hello-afternoon = Good afternoon, { $name }.
hello-evening = Good evening, { $name }.

prompt-rep-1 = How did today go? Who you saw, what came of it, what's next: plain words are enough.
prompt-rep-2 = What happened today? Write it the way you'd tell a colleague, I'll sort it out.
prompt-rep-3 = How was your day with customers? A line or two in your own words is plenty.
prompt-rep-4 = Anything from today worth keeping? Visits, deals, orders, next steps: plain words will do.
prompt-service-1 = How was it at the desk today? How many customers, any complaints, any kind words: plain words are enough.
prompt-service-2 = How many customers did you look after today, and how did they feel about it? A line or two is plenty.
prompt-more = You've told me some of today already, thank you. If there's more, plain words are enough.

nudge-1 = Whenever you have a minute, { $name }: a line about { $date } would be enough.
nudge-2 = Still happy to hear about { $date }, { $name }. Even “nothing to report” is a full answer.
nudge-3 = Busy day, { $name }? Two or three words about { $date } will do, I'll take it from there.
nudge-4 = { $name }, no rush: if something happened on { $date }, send it as it comes. A voice note is fine too.

button-nothing = Nothing to report

ack-greeting = Hello, { $name }. Tell me about your day whenever you like.
ack-thanks = You're welcome.
ack-sticker = Nice one. When you like, tell me about your day in a few words.
ack-question = I can't answer questions like that one yet, I only keep your day. /help shows what I can do.
ack-forwarded = I take forwarded messages as quotes and record nothing from them. Tell me in your own words what should count.
ack-voice = Your voice note is kept. A colleague will listen to it and enter what's in it.
ack-photo = Your photo is kept. A colleague will look at it and enter what's in it.
ack-contact = The contact { $contact } is kept. A colleague will enter it.
ack-location = The place is kept with today's report.
ack-live-location = I don't follow live locations. Send the place once if it matters.
ack-other = I can't read this kind of message. It is kept for a colleague to look at.
ack-unread = I couldn't make a record of that, but nothing is lost: it is kept, and a colleague will look at it. Your day counts as answered.
ack-nothing = Nothing to report on { $date }. Noted, thank you.
ack-nothing-already = You've already reported for { $date }, so that stands. /undo takes back the last entry.
ack-skip = { $date } is skipped and counts in no figure.
ack-skip-none = There's nothing to skip: you aren't asked on { $date }.
ack-skip-answered = You've already answered for { $date }, so there's nothing to skip.
ack-away = Noted: { $what }, { $days }. I won't ask on those days, and they count in no figure.
ack-edited = Your edit is read, and the card is up to date.
ack-edited-nothing = Your edit changes nothing that was recorded.
ack-late = { $date } had closed already. What you sent is kept and counts as late.
ack-failure = Something went wrong on our side. Your message is kept, we're looking at it, and you needn't send it again.
ack-language = From now on in English.
ack-timezone = Your time zone is now { $timezone }: it's { $time } there. It applies from your next working day.
ask-language = In which language should I write to you?
tap-old = That button is from an earlier day, so nothing was changed.
tap-done = Done
tap-nothing = Noted, thank you
