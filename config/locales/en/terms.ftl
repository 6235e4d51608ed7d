# Words for the things that records are made of, and the forms of dates, numbers and money.

weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
date = { $weekday } { $day } { $month }
date-year = { $weekday } { $day } { $month } { $year }
date-short = { $day } { $month }
days = { $from } – { $to }
days-open = from { $from }
duration-moment = under a minute
duration-minutes = { $minutes } min
duration-hours = { $hours } h
duration-both = { $hours } h { $minutes } min

# Used where a language counts in ten thousands.
number-ten-thousands = { $number } × 10,000
number-hundred-millions = { $number } × 100 million
money-cny = CN¥{ $amount }
money-usd = ${ $amount }
money-eur = €{ $amount }
money-gbp = £{ $amount }
money-jpy = ¥{ $amount }
money-hkd = HK${ $amount }
money-twd = NT${ $amount }
money-sgd = S${ $amount }
money-krw = ₩{ $amount }
money-inr = ₹{ $amount }
money-aud = A${ $amount }
money-cad = C${ $amount }
money-chf = CHF { $amount }
money-other = { $currency } { $amount }

role-rep = sales rep
role-service = service agent
role-assistant = assistant
role-manager = manager
role-admin = administrator

kind-customer = customer
kind-contact = contact
kind-opportunity = deal
kind-activity = activity
kind-order = order
kind-next_step = next step
kind-complaint = complaint
kind-satisfaction = satisfaction score
kind-service = customers served
kind-availability = days away

# Fields that people see and may type after /fix.
field-state = state
field-customer = customer
field-name = name
field-kind = kind
field-phone = phone
field-email = email
field-occupation = job
field-age = age
field-city = city
field-product = product
field-amount = amount
field-stage = stage
field-probability = chance
field-close_date = closing
field-type = type
field-date = date
field-number = number
field-action = action
field-due = due
field-status = status
field-summary = summary
field-resolved_on = resolved
field-score = score
field-receptions = served
field-away = reason
field-from = from
field-to = to
field-merged_into = merged into
field-new = new
field-origin = origin

stage-lead = Lead
stage-qualified = Qualified
stage-proposal = Proposal
stage-negotiation = Negotiation
stage-won = Won
stage-lost = Lost

activity-visit = Visit
activity-call = Call
activity-meeting = Meeting
activity-message = Message
activity-demo = Demo

step-open = open
step-done = done
step-dropped = dropped

away-leave = On leave
away-sick = Off sick
away-travel = Travelling
away-training = Training

customer-kind-person = person
customer-kind-organisation = company
customer-kind-unknown = not known yet

origin-reply = from a reply
origin-import = imported
origin-assistant = entered by an assistant

not-told-refused = not given
not-told-not_applicable = has none

state-active = recorded
state-withdrawn = taken back
state-merged = merged

yes = yes
no = no
nothing = nothing

value-age = { $n }
value-probability = { $n }%
value-score = { $n } of 5
language-itself = English
comma = {", "}
or-spaced = {" or "}
