# The commands: what each does (in the menu and in help), and how it is typed.

command-today = show today's card again
command-fix = correct something I wrote down
command-undo = take back the last entry
command-ok = accept what I wasn't sure of
command-drop = set aside what I couldn't read
command-skip = leave today out
command-leave = days off, when I won't ask
command-time = when I ask you
command-me = see your own figures
command-queue = see what waits to be looked at
command-for = report for one of your reps
command-stats = figures of your teams
command-missing = who hasn't answered yet
command-people = who is here
command-language = change the language
command-timezone = change the time zone
command-help = what I can do
command-start = begin

usage-today = /today
usage-fix = /fix { $id } amount 350k
usage-undo = /undo { $id }
usage-ok = /ok { $id }
usage-drop = /drop { $id }
usage-skip = /skip
usage-leave = /leave 24–26 Dec
usage-time = /time 18:15
usage-me = /me
usage-queue = /queue
usage-for = /for Anna visited Miller & Sons, quote by Friday
usage-stats = /stats last week North
usage-missing = /missing today
usage-people = /people
usage-language = /language en
usage-timezone = /timezone Europe/Berlin
usage-help = /help
usage-start = /start

help-title = <b>What I can do</b>
help-report = Tell me about your day in plain words, whenever you like; I write it down and show you.
help-line = /{ $name } – { $what }
help-line-example = /{ $name } – { $what }: { $example }
help-fields = Fields: { $fields }. A phone, job or age can also be “none” or “refused”.

unknown-command = I don't know /{ $name }. /help shows what I can do.
unknown-command-near = I don't know /{ $name }. Did you mean /{ $near }?
wrong-command = That doesn't tell me enough. Try it like this: { $example }
wrong-id = I don't know the id “{ $text }”. It stands beside each entry on the card. Try it like this: { $example }
wrong-field = I don't know the field “{ $text }”. Try it like this: { $example }
wrong-time = I can't read “{ $text }” as a time. Try it like this: { $example }
wrong-period = I don't know the period “{ $text }”. Try today, week, last week, month, March or 2026-03.
ask-language = In which language should I write to you?
not-allowed = That command isn't part of your role. /help shows what you can use.

value-no-field = There's no { $field } to change in this { $kind }.
value-amount = I need one amount, such as 350k, €12,000 or 35万.
value-stage = I know these stages: lead, qualified, proposal, negotiation, won, lost.
value-date = I need one day, such as Friday, tomorrow, 5 March or 2026-03-05.
value-phone = I need one phone number, with its country code if it's from abroad.
value-probability-wrong = I need a share from 0 to 100%.
value-score-wrong = I need a score from 1 to 5.
value-unreadable = I can't read that as { $field }.
value-several = There is more than one { $field } in it. Send just the right one.
value-impossible = That can't be right as { $field }, so I changed nothing.
value-required = The { $field } can't be empty. /undo takes the whole entry back.
