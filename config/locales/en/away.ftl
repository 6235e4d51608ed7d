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
