# 每天的提问和提醒，以及下面的按钮和它们的答复。

hello-morning = { $name }，早上好。
hello-afternoon = { $name }，下午好。
hello-evening = { $name }，晚上好。

prompt-line = { $hello }{ $ask }
prompt-rep-1 = 今天顺利吗？见了谁、谈得怎样、下一步做什么，随便写几句就行。
prompt-rep-2 = 今天有什么进展？像跟同事聊天那样说就好，我来整理。
prompt-rep-3 = 今天跟客户聊得怎么样？用自己的话写一两句就够了。
prompt-rep-4 = 今天有什么值得记下来的？拜访、商机、订单、后续安排，直接说就行。
prompt-service-1 = 今天接待得怎么样？多少位客户、有没有投诉或好评，随便写几句就行。
prompt-service-2 = 今天接待了多少位客户，他们满意吗？一两句就够了。
prompt-more = 今天的情况你已经说过一些了，谢谢。要是还有，直接写就行。

prompt-steps = 待办
prompt-more-steps = …还有{ $count }件
prompt-quiet = 有一阵没动静了
prompt-gaps = 还缺的信息
step-overdue = 原定{ $date }
quiet-days = { $days }天没有消息
gap-line = { $customer }：{ $fields }
gap-contact = 联系人姓名
gap-contact-job = 联系人职务

# 提醒当天发出时，对那一天的称呼。
nudge-today = 今天

nudge-1 = { $name }，有空的时候，说一句{ $date }的情况就好。
nudge-2 = { $name }，{ $date }的情况还想听你说说。回一句“没有新进展”也算完整的回复。
nudge-3 = { $name }，挺忙吧？{ $date }的情况写几个字就行，剩下的我来。
nudge-4 = { $name }，不着急。{ $date }要是有什么事，想到什么发什么，语音也可以。

nudge-last-1 = { $name }，{ $date }的事我最后提醒一次。写几个字就够，“没有新进展”也算完整的回复。
nudge-last-2 = { $name }，这条之后就不打扰你了。{ $date }要是有值得记的，写一句就行。
nudge-last-3 = { $name }，再问一次就不问了：{ $date }怎么样？回几个字也可以。
nudge-heard-1 = { $name }，收到你的消息了，就差一句{ $date }的情况。
nudge-heard-2 = { $name }，谢谢你的消息。{ $date }的情况还空着，补一句就好。
nudge-service-1 = { $name }，有空时说一声：{ $date }接待了多少位客户，有没有投诉或好评？
nudge-service-2 = { $name }，{ $date }报个数就行：接待了几位客户。有评分或投诉也顺便说说。
nudge-service-3 = { $name }，不着急。{ $date }来了多少客户，他们满意吗？一句话就够了。
nudge-steps = 待办里还有：

later-ask = 什么时候再问你？
later-set-today = 好的，{ $time }再问你。
later-set-day = 好的，{ $date }{ $time }再问你。
later-not-then = 那个时间不行：是免打扰时段，或者当天已经截止。可以试试 <code>/later 1小时</code>、<code>/later 20:00</code> 或 <code>/later 明天</code>。
nothing-to-put-off = 现在没有可以推迟的：今天还没开始，或者你已经回复了。
away-ask = 不在的话直接告诉我就行，比如“请假到周五”或“今天病假”。不在的日子不计入任何统计。
not-a-step = 这条不是待办。/done 和 /drop 用于“待办”里的内容。

tap-step-done = 已完成。
tap-step-moved = 已改到{ $date }。
tap-step-dropped = 已从待办里去掉。
tap-step-changed = 这条待办后来改过了，所以没有动它。
tap-no-later = 那个时间已经过了，或者太晚了，没有改动。
tap-answered = 这一天已经回复过了，没有改动。

button-nothing = 没有新进展
button-ask-later = 晚点再说
button-away = 请假/外出
button-away-today = 今天休息
button-away-day = { $date }休息
button-back = 返回
button-done = 完成
button-drop = 不做了
button-tomorrow = 明天
button-numbered = { $n } { $text }
button-in-an-hour = 1小时后
button-day-time = { $day }{ $time }

calls-title = <b>该打电话的：{ $count }人</b>
calls-none = 现在不用给谁打电话：大家都回复了、请假了，或者还会再提醒。
calls-no-phone = 电话未知
calls-time = 当地{ $time }
calls-quiet = 现在是免打扰时段
calls-silent = { $date }还没有回复。
calls-blocked = 屏蔽了我，{ $date }的消息没有送到。
calls-more = …还有{ $count }人
calls-hint = 打完电话后这样补录：<code>/for { $number } 拜访了华信科技，周五前报价</code>
