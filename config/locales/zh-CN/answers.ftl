# 对各种消息的简短回应。

greeting = { $name }，你好。想说今天的情况，随时发给我。
thanks = 不客气，有情况随时发给我。
sticker = 收到。方便的时候，说几句今天的情况就好。
question = 这类问题我答不了，我只负责记下你的一天。我能做什么，见 /help。
forwarded = 转发的消息我只当引用，不会记录。要记的内容，请用自己的话说一句。
live-location = 我不跟踪实时位置。需要的话，发一次位置就好。
unsupported = 这种消息我读不了。写几个字，或者发条语音就行。
not-asked = 我只记录销售和客服的汇报，所以这条没有记。我能帮你做什么，见 /help。
kept-without-day = 谢谢，已经留存。今天不是你的工作日，不计入任何指标。
nothing-yet = 还没有记录。想说今天的情况，随时发给我。
nothing-to-skip = 没有可以跳过的：今天不用汇报，或者你已经回复过了。
language-set = 以后我用中文跟你说。
unclear-rep = { $count ->
    [0] 你支持的人里没有找到“{ $who }”。
   *[other] 你支持的人里有{ $count }位可能是“{ $who }”，请把名字写全一些。
 }
failure = 我们这边出了点问题。你的消息已经留存，我们正在处理，不用重发。
question-settled = 这个问题已经有答案了，没有改动任何内容。
nothing-to-confirm = 还没有可以确认的内容，先说说今天的情况吧。
tap-too-late = 这个按钮是之前某天的，没有改动任何内容。
