# The day's prompt and its nudges.

hello-morning = Good morning, { $name }.
hello-afternoon = Good afternoon, { $name }.
hello-evening = Good evening, { $name }.

prompt-rep-1 = How did today go? Who you saw, what came of it, what's next: plain words are enough.
prompt-rep-2 = What happened today? Write it the way you'd tell a colleague, I'll sort it out.
prompt-rep-3 = How was your day with customers? A line or two in your own words is plenty.
prompt-rep-4 = Anything from today worth keeping? Visits, deals, orders, next steps: plain words will do.
prompt-service-1 = How was it at the desk today? How many customers, any complaints, any kind words: plain words are enough.
prompt-service-2 = How many customers did you look after today, and how did they feel about it? A line or two is plenty.
prompt-more = You've told me some of today already, thank you. If there's more, plain words are enough.

nudge-1 = Whenever you have a minute, { $name }: a line about { $date } would be enough.
nudge-2 = Still happy to hear about { $date }, { $name }. Even “nothing to report” is a full answer.
nudge-3 = Busy day, { $name }? Two or three words about { $date } will do, I'll take it from there.
nudge-4 = { $name }, no rush: if something happened on { $date }, send it as it comes. A voice note is fine too.

button-nothing = Nothing to report
