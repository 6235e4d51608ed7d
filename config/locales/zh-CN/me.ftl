# 自己的数据、图和算法。

me-title = <b>你的数据</b>
me-timeliness = 及时率
me-streak = 连续回复：<b>{ $days }</b>天（n = { $n }）
me-rules = 各项数据的算法：

button-rule-response = 回复率
button-rule-latency = 回复用时
button-rule-completeness = 完整度
button-rule-timeliness = 及时率
button-rule-streak = 连续回复

rule-response = <b>回复率</b>
 截止时间（下一个工作日{ $cutoff }）前回复的工作日，除以已过截止时间的工作日；后者就是n。
 不计入：休息日、免计的日子、我没问到你的日子。截止后补报的照样保留，单独一行；助理代录的也单独一行。
rule-latency = <b>回复用时</b>
 从我提问到你第一条有内容的消息。一半的回复不超过第一个数，九成不超过第二个数。{ $from }到{ $to }和休息日不计时，注明“含夜间和休息日”的那一行除外。n是回复的次数。
 不计入：我还没问你就说了的日子，以及没有回复的日子。之后再修改消息，用时不变。
rule-completeness = <b>完整度</b>
 当天记录里你填了的项，除以该有的项，以截止时为准；后者就是n。新客户看关键信息；商机看产品，往后再看金额和预计成交日期；订单看金额和产品；拜访了有商机在谈的客户，看下一步。
 不计入：客户不愿说或没有的信息。没有新进展的日子算完整。
rule-timeliness = <b>及时率</b>
 某一天的拜访、订单、投诉、评分和阶段变化中，截止时间（下一个工作日{ $cutoff }）前我就知道的，除以那天目前已知的全部；后者就是n。
 不计入：还没到截止时间的日子，以及导入的数据。
rule-streak = <b>连续回复</b>
 从今天往回数，在截止时间前连续回复的工作日。n是一年之内看过的天数。
 跳过不计：休息日、免计的日子、我没问到你的日子，以及还没截止的当天。

chart-answered = 回复率
chart-filled = 完整度
chart-before = 上周 { $share }
chart-size = n { $n }
