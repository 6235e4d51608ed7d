# Invites for others, and who is there.

invite-made = An invitation for <b>{ $name }</b> as { $role }:
invite-made-use = Pass this link on. It works once, and until { $date }.
people-title = <b>People</b> ({ $count })
people-line = { $number }. <b>{ $name }</b> · { $roles }
people-team = team { $team }
people-blocked = has blocked the bot
people-left = has left
people-none = Nobody is here yet. /invite lets people in.
people-more = … and { $count } more.
