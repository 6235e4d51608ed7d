# Days away: told, shown, taken back.

absence = 🌴 <b>{ $state }</b> · { $days }
absence-of = 🌴 <b>{ $name }</b> · { $state } · { $days }

leave-ask = Which days will you be away? Write them like this: { $days }. With a reason, if you like: { $reason }.
leave-planned = Noted so far:
leave-unclear = I find no days in “{ $text }”. Write them like this: { $days }, or just { $tomorrow }.
leave-over = Those days are over, so nothing was changed. If one of them should be excused, ask your assistant.
leave-known = That's noted already.
leave-set = { $count ->
    [1] I won't ask then, and the day counts in no figure.
   *[other] I won't ask on those days, and they count in no figure.
 } { $back } Plans changed? /leave off
leave-back = I'll be back by myself on { $date }.
leave-back-open = I'll be back by myself as soon as you report something, in two weeks at the latest.
leave-off = Taken back:
leave-off-days = Those days count again, and I ask as usual.
leave-left = Still noted:
leave-none = There are no days off to take back.
leave-by = <b>{ $name }</b> noted days off for you:

leave-told = Nobody asks them on those days. It starts again by itself; there's nothing for you to do.
leave-told-off = No longer away:

sample-leave = /leave 24–26 Dec
sample-leave-one = /leave tomorrow
sample-leave-sick = /leave sick today

# Days left out.

skipped = Today is skipped and counts in no figure. { $left ->
    [0] That was the last one this month that you can decide yourself.
    [1] You can skip one more day this month.
   *[other] You can skip { $left } more days this month.
 }
skip-asked = { $allowed ->
    [0] Skipping a day is for your assistant to decide here. I've asked; until there's an answer, today counts nowhere.
   *[other] You've skipped all the days of this month that you can decide yourself, so I've asked your assistant. Until there's an answer, today counts nowhere.
 } If you'd rather report something, just do.
skip-nobody = There's nobody yet to decide that, so I've put it in the queue. Until there's an answer, today counts nowhere. If you'd rather report something, just do.
skip-waiting = I've asked already; the answer isn't there yet.
skip-request = <b>{ $name }</b> asks to skip { $date }: { $used ->
    [0] none skipped this month so far.
    [1] one day skipped this month so far.
   *[other] { $used } days skipped this month so far.
 } You can also type { $accept } or { $drop }.
skip-granted = { $date } is skipped after all and counts in no figure.
skip-refused = { $date } can't be skipped this time. A line in your own words is enough, or “nothing to report”.
skip-decided-yes = Noted: <b>{ $name }</b> may skip { $date }, and has been told.
skip-decided-no = Noted: { $date } counts for <b>{ $name }</b>, who has been told.
skip-moot = <b>{ $name }</b> has answered for { $date } meanwhile, so it counts as answered.
skip-not-yours = Your assistant decides that one.
skip-withdrawn = All right, { $date } counts as usual.

button-skip-yes = Approve
button-skip-no = Decline
