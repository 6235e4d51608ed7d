# 每天的对话：提问、提醒，以及对各种消息的简短回应。

hello-morning = { $name }，早上好。
hello-afternoon = { $name }，下午好。
hello-evening = { $name }，晚上好。

prompt-rep-1 = 今天顺利吗？见了谁、谈得怎样、下一步做什么，随便写几句就行。
prompt-rep-2 = 今天有什么进展？像跟同事聊天那样说就好，我来整理。
prompt-rep-3 = 今天跟客户聊得怎么样？用自己的话写一两句就够了。
prompt-rep-4 = 今天有什么值得记下来的？拜访、商机、订单、后续安排，直接说就行。
prompt-service-1 = 今天接待得怎么样？多少位客户、有没有投诉或好评，随便写几句就行。
prompt-service-2 = 今天接待了多少位客户，他们满意吗？一两句就够了。
prompt-more = 今天的情况你已经说过一些了，谢谢。要是还有，直接写就行。

nudge-1 = { $name }，有空的时候，说一句{ $date }的情况就好。
nudge-2 = { $name }，{ $date }的情况还想听你说说。回一句“没有新进展”也算完整的回复。
nudge-3 = { $name }，今天挺忙吧？{ $date }的情况写几个字就行，剩下的我来。
nudge-4 = { $name }，不着急。{ $date }要是有什么事，想到什么发什么，语音也可以。

button-nothing = 没有新进展

ack-greeting = { $name }，你好。想说今天的情况，随时发给我。
ack-thanks = 不客气。
ack-sticker = 收到。方便的时候，说几句今天的情况就好。
ack-question = 这类问题我还答不了，我只负责记下你的一天。发 /help 看看我能做什么。
ack-forwarded = 转发的消息我只当引用，不会记录。要记的内容，请用自己的话说一句。
ack-voice = 语音已经留存，会有同事听了之后录入。
ack-photo = 图片已经留存，会有同事看了之后录入。
ack-contact = 联系人{ $contact }已经留存，会有同事录入。
ack-location = 位置已经和今天的汇报存在一起。
ack-live-location = 我不跟踪实时位置。需要的话，发一次位置就好。
ack-other = 这种消息我读不了，已经留存，会有同事来看。
ack-unread = 这条我没能整理成记录，不过不会丢：已经留存，会有同事来看。今天算你已回复。
ack-nothing = { $date }没有新进展，记下了，谢谢。
ack-nothing-already = { $date }你已经汇报过了，记录保持不变。/undo 可以撤销上一条。
ack-skip = { $date }已跳过，不计入任何指标。
ack-skip-none = { $date }本来就不会问你，不用跳过。
ack-skip-answered = { $date }你已经回复过了，不用跳过。
ack-away = 记下了：{ $what }，{ $days }。这几天不打扰你，也不计入任何指标。
ack-edited = 你的修改已读，卡片也更新了。
ack-edited-nothing = 这次修改没有影响已记录的内容。
ack-late = { $date }已经截止。你发的内容已经保留，记为补报。
ack-failure = 我们这边出了点问题。你的消息已经留存，我们会处理，不用重发。
ack-language = 以后我用中文跟你说。
ack-timezone = 你的时区已改为 { $timezone }，那边现在是{ $time }。从下一个工作日起生效。
ask-language = 你希望我用哪种语言？
tap-old = 这个按钮是之前某天的，没有改动任何内容。
tap-done = 好了
tap-nothing = 记下了，谢谢
