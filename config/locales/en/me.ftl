# One's own figures, their picture and their rules.

me-title = <b>Your figures</b>
me-timeliness = Told in time
me-streak = Days in a row: <b>{ $days }</b> (n = { $n })
me-rules = The rules of the figures:

button-rule-response = Answered
button-rule-latency = Speed
button-rule-completeness = Fields filled
button-rule-timeliness = Told in time
button-rule-streak = In a row

rule-response = <b>Answered</b>
 The working days that you answered before their cutoff (the next working day at { $cutoff }), divided by the working days whose cutoff has passed. The latter is n.
 Left out: days off, excused days, and days when my question didn't reach you. A later answer is kept as well and has a line of its own, and so has a day that an assistant entered for you.
rule-latency = <b>Speed</b>
 The time from my question to your first message with something in it. Half of your answers took no longer than the first figure, nine in ten no longer than the second. Hours from { $from } to { $to } and days off don't run, except in the line that says so. n is the number of answers.
 Left out: days that you told me about before I asked, and days without an answer. Editing a message later changes nothing.
rule-completeness = <b>Fields filled</b>
 What you filled in, divided by what applied to the records of the day, as they stood at the cutoff. The latter is n. Of a new customer I need the key fields; of a deal the product, later the amount and the closing date; of an order its amount and product; after a visit to a customer with an open deal, the next step.
 Left out: what a customer won't say or doesn't have. A day with nothing to report is complete.
rule-timeliness = <b>Told in time</b>
 The visits, orders, complaints, scores and stages of a day that I knew about by its cutoff (the next working day at { $cutoff }), divided by all that I know of that day now. The latter is n.
 Left out: days whose cutoff is still to come, and whatever was imported.
rule-streak = <b>In a row</b>
 The working days in a row that you answered before their cutoff, counted back from today. n is how many days were looked at, within a year.
 Passed over: days off, excused days, days when my question didn't reach you, and a day that is still open.

chart-answered = Answered
chart-filled = Fields filled
chart-before = last week { $share }
chart-size = n { $n }
