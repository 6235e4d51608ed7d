# Figures, and lists of people.

stats-title = <b>Team figures</b>
stats-title-team = <b>{ $team }</b>
stats-reps = <b>By person</b> (answered · median time · complete)
stats-rep = { $name }: { $share } · { $time } · { $completeness }
figures-days = <i>{ $this }</i>
 <i>before: { $before }</i>
figure = { $label }: <b>{ $this }</b> · before { $before }
figure-response = Answered
figure-on-time = The same evening
figure-median = Half of the answers within
figure-p90 = Nine in ten within
figure-clock = Half, nights and days off included
figure-completeness = Fields filled
figure-corrected = Fields filled after corrections
figure-no-activity = Days with nothing to report
figure-late = Answered after the cutoff
figure-assisted = Entered by an assistant
share = { $share } ({ $num } of { $den })
time-of = { $time } (n = { $n })
figure-aside = Days in no figure: { $days }
aside-open = { $count } still open
aside-excused = { $count } excused
aside-out = { $count } that I failed to ask about
figures-more = … and { $count } more.
missing-title = <b>{ $count } of { $asked } not answered</b> · { $days }
missing-none = None of { $asked } is missing · { $days }
missing-nobody-asked = Nobody is asked then · { $days }
missing-open = { $name } · still open
missing-closed = { $name }
missing-blocked = { $name } · has blocked the bot
people-title = <b>People</b> ({ $count })
people-team = { $number }. { $name } · { $roles } · { $team }
people-plain = { $number }. { $name } · { $roles }
people-blocked = { $number }. { $name } · { $roles } · has blocked the bot
people-left = { $number }. { $name } · has left
no-such-team = I don't know a team “{ $name }”. There are: { $teams }.
no-such-period = I can't make figures of those days. Try /stats week, /stats last month or /stats 2026-10.

# The assistant's queue.
queue-title = <b>To look at: { $count }</b>
queue-empty = Nothing waits for you, and everyone who was asked today has answered.
queue-no-reps = Nobody is assigned to you yet. An administrator can put you into a team.
queue-more = … and { $count } more.
queue-silent = <b>Not answered yet today: { $count }</b>
 { $names }
queue-hint = <code>/ok { $id }</code> records it as read. <code>/fix { $id }</code>, a field and a value put it right first. <code>/drop { $id }</code> sets it aside.
