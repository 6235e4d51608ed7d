# Short answers to whatever a person sends.

greeting = Hello, { $name }. Tell me about your day whenever you like.
thanks = Any time. I'm here when there's something to tell.
sticker = Nice one. When you like, tell me about your day in a few words.
question = I can't answer questions like that one, I only keep your day. /help shows what I can do.
forwarded = I take forwarded messages as quotes and record nothing from them. Tell me in your own words what should count.
forwarded-media = A forwarded contact, place or file is a quote too: it may be about someone else's customer, so I record nothing from it. Share it yourself and it counts.
live-location = I ignore live locations, so nothing follows you around. To record a visit, send the place once.
unsupported = I can't read this kind of message. A few words or a voice note will do.
moving = I can't watch videos. It's kept for a person to look at, and a few words from you will help.
no-file = There is no photo, voice note or file with that entry.
not-asked = I keep the reports of sales reps and service agents, so I recorded nothing from this. /help shows what I can do for you.
kept-without-day = Thank you, it's kept. This isn't one of your working days, so it counts in no figure.
nothing-yet = Nothing is written down yet. Tell me about your day whenever you like.
nothing-to-skip = There's nothing to skip: today isn't open, or you've answered already.
language-set = From now on I'll write to you in English.
unclear-rep = { $count ->
    [0] I don't find “{ $who }” among the people you support.
   *[other] “{ $who }” could be { $count } of the people you support. Write more of the name.
 }
failure = Something went wrong on our side. Your message is kept and we're looking at it; no need to send it again.
question-settled = That question is settled already. Nothing was changed.
nothing-to-confirm = There's nothing to confirm yet. Tell me about your day first.
tap-too-late = That button is from an earlier day. Nothing was changed.
