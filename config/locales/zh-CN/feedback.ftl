# 给管理者的反馈。

feedback-how = <b>向管理者反馈</b>
 实名：<code>/feedback 实名 …</code>
 匿名：<code>/feedback 匿名 …</code>
 看匿名反馈的答复：<code>/feedback</code> 加上当时给你的编码。
feedback-ask = 要署名还是匿名发出？你选好之前，谁也收不到。
feedback-sent = 已转给你的管理者，答复会发到这里。
feedback-sent-anonymously = 已匿名转给管理者。答复用这个编码来取，它只出现在这个对话里：
 <code>/feedback { $token }</code>
 从现在起，我这里没有任何记录能把这段话和你联系起来。旧备份过期之前可能还留有痕迹；团队小的话，别人也许能从内容猜到；这个对话里的原话，在你删掉之前一直留在你的手机上。
feedback-no-token = 没有这个编码对应的反馈，请照原样复制。
feedback-no-answer = 还没有答复，过些时候用同一个编码再来看。
feedback-answered = <b>你的反馈有答复了</b>
 <i>{ $text }</i>

 { $answer }
feedback-came = <b>匿名反馈</b>
 { $text }

 答复：<code>/reply { $id } …</code>，对方来看时就能看到。
feedback-came-named = <b>{ $name }的反馈</b>
 { $text }

 答复：<code>/reply { $id } …</code>
feedback-none = 还没有反馈。大家用 /feedback 反馈，实名匿名都可以。
feedback-list = <b>反馈</b>，未答复的在前
feedback-without-name = 匿名
feedback-open = 还没答复
feedback-has-answer = 已答复：{ $answer }
feedback-reply = 用 <code>/reply { $id } …</code> 答复。
feedback-replied = 已转达你的答复。
feedback-replied-token = 答复已存好，对方来看时就能看到。
feedback-unknown = 没有编号为 <code>{ $id }</code> 的反馈。/feedback 可以查看收到的反馈。

button-feedback-named = 署名
button-feedback-anonymous = 匿名
