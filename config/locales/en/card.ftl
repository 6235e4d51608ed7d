# The card of a check-in.

card-title = <b>{ $date }</b> · recorded
card-title-bare = <b>{ $date }</b>
card-title-of = <b>{ $name }</b> · { $date }
card-late = This came after the day had closed. It is kept and counts as late.
card-no-activity = Nothing to report. That's a full answer, thank you.
card-new = new
card-confirmed = You said that this is right. Thank you.
card-heard = 🎙 Heard: “{ $words }”
card-more = … and { $count ->
    [one] one more fact, recorded as well.
   *[other] { $count } more facts, recorded as well.
 }
card-unsure = I wasn't sure about this, so it isn't recorded yet:
card-unread = I couldn't read this part. It is kept for a person to look at:
card-kept = Kept for a person to look at:
card-accept = { $accept } records it as I read it, { $drop } sets it aside.
card-more-open = … and { $count } more.
card-hint = Something off? { $example } puts it right, /undo takes back the last entry.
fix-which = ✏️ What should I put right?
fix-field = ✏️ { $id }: what is off?
fix-value = ✏️ { $id } { $field }: send me the right one as your next message.
fix-example = /fix { $id } { $field } { $value }

excused-leave = On leave. This day counts in no figure.
excused-sick = Off sick: get well soon. This day counts in no figure.
excused-travel = Travelling. This day counts in no figure.
excused-training = In training. This day counts in no figure.
excused-holiday = A holiday. This day counts in no figure.
excused-appeal = Excused on appeal. This day counts in no figure.
excused-skip = Skipped. This day counts in no figure.

piece-customer = customer { $value }
piece-closes = closes { $value }
piece-probability = { $value } likely
piece-age = age { $value }
piece-due = by { $value }
piece-number = no. { $value }
piece-resolved = resolved { $value }
piece-receptions = { $value } served
piece-from = from { $value }
piece-to = until { $value }

# Values in the examples after /fix.
sample-amount = 350k
sample-stage = won
sample-due = Friday
sample-phone = +44 20 7946 0018
sample-name = Miller & Sons
sample-date = yesterday
sample-to = Friday

quoted = “{ $words }”
or = or
review-unsure = { $read }? From { $quoted }
review-no-customer = { $what }: which customer?
review-candidates = { $what }: { $candidates }?
review-which = { $what }: which entry do you mean?
review-step-back = { $what }: the deal went back a stage
review-skip = asks to skip { $date }
review-contact = { $what }: someone new, or known already?
review-place = a location: whose place is it?
review-place-named = { $place }: whose place is it?
file-photo = { $count ->
    [one] a photo
   *[other] { $count } photos
 }
file-picture = { $count ->
    [one] a picture
   *[other] { $count } pictures
 }
file-document = { $count ->
    [one] a file
   *[other] { $count } files
 }
file-voice = a voice note
file-audio = a recording
file-video_note = a video note
file-video = { $count ->
    [one] a video
   *[other] { $count } videos
 }
review-edit-conflict = { $what }: edited after it had been corrected

ask-phone = ❓ What's the phone number of <b>{ $customer }</b>?
ask-occupation = ❓ What is <b>{ $customer }</b>'s job?
ask-age = ❓ About how old is <b>{ $customer }</b>?
ask-amount = ❓ What is the deal with <b>{ $customer }</b> worth?
ask-close-date = ❓ When might <b>{ $customer }</b> sign?
ask-contact = ❓ Who do you talk to at <b>{ $customer }</b>?
ask-right = ❓ Is this right: { $read }? You wrote { $quoted }
ask-right-bare = ❓ Is this right: { $read }?
ask-whose = ❓ { $what }: which customer is that?
ask-card = ❓ { $what }: someone new, or one you know?
ask-place = ❓ Whose place is this?
ask-place-named = ❓ { $place }: whose place is it?
ask-which-deal = ❓ { $what }: which deal is that?
ask-which-amount = ❓ { $what }: which amount is it?
ask-other = ❓ <b>{ $customer }</b>: what is the { $field }?

button-right = Right
button-fix = Fix
button-undo-last = Undo last
button-cancel = Cancel
button-yes = Yes
button-no = No
button-new = Someone new
button-unknown = Don't know
button-refused = Won't say
button-has-none = Has none
button-later = Not now
