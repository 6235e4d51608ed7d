# 每天的提问和提醒。

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
