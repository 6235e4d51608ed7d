# Answers to corrections.

corrected = Done:
corrected-for = Done, for <b>{ $name }</b>:
corrected-by = <b>{ $name }</b> corrected your records:
corrected-by-hint = Something off? Put it right with /fix, the id, the field and the value.
corrected-by-nothing = <b>{ $name }</b> looked through your records. Nothing had to be changed.
corrected-set = { $id } { $field }: { $new }
corrected-changed = { $id } { $field }: { $old } → { $new }
corrected-withdrawn = { $id } { $kind }: taken back
corrected-restored = { $id } { $kind }: recorded again
corrected-more = … and { $count } more.
unknown-id = I find no entry { $id } that you can change. The ids stand on the card: /today shows it again.
already-recorded = { $id } is recorded already. /fix changes it, /undo takes it back.
does-not-fit = That doesn't work as the { $field } of this { $kind }, so I changed nothing.
unclear-customer = More than one customer is called “{ $name }”. Give the full name as it stands in your records.
others-hang-on-it = { $count ->
    [one] One other entry belongs to it. Take that one back first.
   *[other] { $count } other entries belong to it. Take those back first.
 }
nothing-to-undo = There is nothing of yours to take back here.
unchanged = It already says that, so nothing was changed.
type-it-again = There's no field in this one to put right. Write it again as a message, then /drop this one.
still-unclear = That could still mean two things. Tell me which customer: /fix, the id, “customer”, and the full name.
settled = Noted. That's off the list.
