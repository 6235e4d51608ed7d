# The day's prompt and its nudges, with their buttons and what these answer.

hello-morning = Good morning, { $name }.
hello-afternoon = Good afternoon, { $name }.
hello-evening = Good evening, { $name }.

prompt-line = { $hello } { $ask }
prompt-rep-1 = How did today go? Who you saw, what came of it, what's next: plain words are enough.
prompt-rep-2 = What happened today? Write it the way you'd tell a colleague, I'll sort it out.
prompt-rep-3 = How was your day with customers? A line or two in your own words is plenty.
prompt-rep-4 = Anything from today worth keeping? Visits, deals, orders, next steps: plain words will do.
prompt-service-1 = How was it at the desk today? How many customers, any complaints, any kind words: plain words are enough.
prompt-service-2 = How many customers did you look after today, and how did they feel about it? A line or two is plenty.
prompt-more = You've told me some of today already, thank you. If there's more, plain words are enough.

prompt-steps = To do
prompt-more-steps = { $count ->
    [one] …and one more
   *[other] …and { $count } more
 }
prompt-quiet = Gone quiet
prompt-gaps = Still missing
step-overdue = was due { $date }
quiet-days = { $days ->
    [one] 1 day without news
   *[other] { $days } days without news
 }
gap-line = { $customer }: { $fields }
gap-contact = a contact
gap-contact-job = the contact's job

# As the day that a nudge asks about, on that day itself.
nudge-today = today

nudge-1 = Whenever you have a minute, { $name }: a line about { $date } would be enough.
nudge-2 = Still happy to hear about { $date }, { $name }. Even “nothing to report” is a full answer.
nudge-3 = Busy day, { $name }? Two or three words about { $date } will do, I'll take it from there.
nudge-4 = { $name }, no rush: whatever { $date } brought, send it as it comes. A voice note is fine too.

nudge-last-1 = This is my last note about { $date }, { $name }. A few words are enough, and “nothing to report” counts in full.
nudge-last-2 = { $name }, after this one I'll leave you in peace. If { $date } had anything worth keeping, a line will do.
nudge-last-3 = One more time, { $name }, then I'm quiet: how was { $date }? Two words are fine, too.
nudge-heard-1 = Good to hear from you, { $name }. All that's missing is a line about { $date }.
nudge-heard-2 = Thanks for writing, { $name }. Just { $date } itself is still blank: a line about it would do.
nudge-service-1 = Whenever you have a minute, { $name }: how was { $date }? How many customers, any complaints, any kind words?
nudge-service-2 = { $name }, for { $date } a number is enough: the customers you looked after. Ratings and complaints, if there were any.
nudge-service-3 = No rush, { $name }: how was { $date } for your customers, and how many were there? A line is plenty.
nudge-steps = Still on your list:

later-ask = When shall I ask again?
later-set-today = Fine, I'll ask again at { $time }.
later-set-day = Fine, I'll ask again on { $date } at { $time }.
later-not-then = I can't ask then: it's in your quiet hours, or after the day has closed. Try <code>/later 1h</code>, <code>/later 20:00</code> or <code>/later tomorrow</code>.
nothing-to-put-off = There's nothing to put off: today isn't open, or you've answered already.
away-ask = Away? Just tell me in your own words, such as “on leave until Friday” or “sick today”. Days away count in no figure.
not-a-step = That's not a next step. /done and /drop are for what stands under “To do”.

tap-step-done = Ticked off.
tap-step-moved = Moved to { $date }.
tap-step-dropped = Taken off your list.
tap-step-changed = That step has changed since, so I left it as it is.
tap-no-later = That time has passed, or it's too late in the day. Nothing was changed.
tap-answered = This day is answered already, so nothing was changed.

button-nothing = Nothing to report
button-ask-later = Later
button-away = I'm away
button-away-today = Off today
button-away-day = Off on { $date }
button-back = Back
button-done = Done
button-drop = Drop
button-tomorrow = Tomorrow
button-numbered = { $n } { $text }
button-in-an-hour = In 1 hour
button-day-time = { $day } { $time }

calls-title = <b>To call: { $count }</b>
calls-none = Nobody to call: everyone has answered, is away, or will still be reminded.
calls-no-phone = phone not known
calls-time = { $time } there
calls-quiet = quiet hours now
calls-silent = No answer for { $date } yet.
calls-blocked = Has blocked me, so nothing about { $date } arrived.
calls-more = …and { $count } more
calls-hint = After a call, enter what you heard: <code>/for { $number } visited Haida, quote by Friday</code>
