# Figures, and lists of people.

me-title = <b>Your figures</b>
stats-title = <b>Team figures</b>
stats-title-team = <b>{ $team }</b>
stats-reps = By person
stats-rep = { $name }: { $share } of { $n } · { $latency } · complete { $completeness }
figures-this = <i>{ $days }</i>
figures-before = <i>Before: { $days }</i>
figure-response = Answered: <b>{ $share }</b> ({ $num } of { $den })
figure-on-time = The same evening: { $share } ({ $num } of { $den })
figure-latency = Median time to answer: { $waking } without nights and days off, { $wall } in all (n = { $n })
figure-no-latency = Median time to answer: –
figure-late-assisted = Late: { $late } · entered by an assistant: { $assisted }
figure-completeness = Complete: { $share } ({ $num } of { $den } fields)
figure-corrected = After corrections: { $share } ({ $num } of { $den } fields)
figure-no-activity = Nothing to report: { $share } of answered days ({ $num } of { $den })
figure-aside = Not counted: { $open } still open, { $excused } excused, { $out } that we failed to ask about
figures-rule = Days count once their cutoff has passed. Days off, excused days and days when the prompt failed are in no figure.
figures-more = … and { $count } more.
missing-title = <b>{ $days }: { $count } of { $asked } without an answer</b>
missing-none = { $days }: everyone has answered ({ $asked } asked).
missing-nobody-asked = { $days }: nobody was asked.
missing-open = { $name } · { $date } · still open
missing-closed = { $name } · { $date }
missing-blocked = { $name } · { $date } · has blocked the bot
people-title = <b>People</b> ({ $count })
people-team = { $number } { $name } · { $roles } · { $team }
people-plain = { $number } { $name } · { $roles }
people-blocked = { $number } { $name } · { $roles } · has blocked the bot
people-left = { $number } { $name } · has left
no-such-team = There is no team “{ $name }”. The teams: { $teams }.
no-such-period = I can't work with those days. Try /stats week, /stats last month or /stats 2026-10.

# The assistant's queue.
queue-title = <b>To look at: { $count }</b>
queue-empty = Nothing waits for you, and everyone who was asked today has answered.
queue-no-reps = Nobody is assigned to you yet. An administrator can put you into a team.
queue-more = … and { $count } more.
queue-silent = <b>Not answered yet today: { $count }</b>
 { $names }
queue-hint = /ok with the id records it as read, /fix with id, field and value puts it right first, /drop sets it aside.
