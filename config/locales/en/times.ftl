# When and by which clock people are asked.

time-own = I ask you at { $time }, the time you chose. /time off goes back to { $default }.
time-default = I ask you at { $time }, as everyone here.
time-window = You can choose any time from { $from } to { $to }: { $example }
time-quiet = From { $from } to { $to } I keep quiet.
time-set = From your next check-in on I ask you at { $time }.
time-reset = From your next check-in on I ask you at { $time } again, as everyone here.
time-outside = { $time } is outside the hours of your organisation.

timezone-shown = Your time zone is { $timezone }, where it's { $time }.
timezone-how = To change it, write a city, { $example }, or send me your location now (📎, Location).
timezone-set = Your time zone is now { $timezone }, where it's { $time }. It applies from your next check-in.
timezone-same = Your time zone is { $timezone } already; it's { $time } there.
timezone-unknown = I don't know the time zone “{ $text }”. Write a city, { $example }, or send me your location now (📎, Location).
timezone-near = I don't know the time zone “{ $text }”. Did you mean { $timezone }?
timezone-elsewhere = That place has another time zone, { $timezone }, where it's { $time }. Shall I ask you by that clock from your next check-in on? You can also write { $example }.
timezone-kept = All right, your time zone stays { $timezone }.
timezone-nowhere = I can't tell the time zone of that place, so nothing was changed. Write a city, { $example }.

button-timezone-yes = Yes, switch
button-timezone-no = No, keep mine
