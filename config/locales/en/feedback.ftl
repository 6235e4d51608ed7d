# Feedback to the managers.

feedback-how = <b>Tell your managers something</b>
 With your name: <code>/feedback name …</code>
 Without it: <code>/feedback anon …</code>
 The answer to one without a name: <code>/feedback</code> and the token that I gave you for it.
feedback-ask = Shall I send that with your name or without it? Until you choose, nobody gets it.
feedback-sent = I've told your managers. Their answer comes here.
feedback-sent-anonymously = I've told the managers without your name. The answer waits under this token, which stands in this chat and nowhere else:
 <code>/feedback { $token }</code>
 From now on nothing in my records leads from your words to you. Older backups may hold traces until they expire. In a small team people may guess from the words, and this chat keeps them on your phone until you delete them.
feedback-no-token = I know no feedback with this token. Copy it as I gave it to you.
feedback-no-answer = No answer yet. Look again with the same token.
feedback-answered = <b>An answer to your feedback</b>
 <i>{ $text }</i>

 { $answer }
feedback-came = <b>Feedback without a name</b>
 { $text }

 <code>/reply { $id } …</code> answers it. The answer waits until whoever wrote it looks.
feedback-came-named = <b>Feedback from { $name }</b>
 { $text }

 <code>/reply { $id } …</code> answers it.
feedback-none = No feedback has come yet. People send it with /feedback, with their name or without.
feedback-list = <b>Feedback</b>, what is still open first
feedback-without-name = without a name
feedback-open = no answer yet
feedback-has-answer = answered: { $answer }
feedback-reply = <code>/reply { $id } …</code> answers one.
feedback-replied = I've passed your answer on.
feedback-replied-token = Your answer waits until whoever wrote it looks.
feedback-unknown = I know no feedback <code>{ $id }</code>. /feedback lists what came.

button-feedback-named = With my name
button-feedback-anonymous = Without my name
