# 请假外出：告知、查看、撤回。

absence = 🌴 <b>{ $state }</b> · { $days }
absence-of = 🌴 <b>{ $name }</b> · { $state } · { $days }

leave-ask = 哪几天不在？这样写就行：{ $days }。也可以带上原因：{ $reason }。
leave-planned = 已经记下的：
leave-unclear = “{ $text }”里没看到日期。可以这样写：{ $days }，或者 { $tomorrow }。
leave-over = 这些日子已经过去，没有改动。如果有哪天应该免报，请跟你的助理说一声。
leave-known = 已经记过了。
leave-set = { $count ->
    [1] 那天我不提问，也不计入任何指标。
   *[other] 那几天我不提问，也不计入任何指标。
 }{ $back }计划有变？发 /leave off
leave-back = { $date }我会自己回来。
leave-back-open = 你一有汇报，我就自己回来，最晚两周。
leave-off = 已撤回：
leave-off-days = 这些日子照常计入，我也照常提问。
leave-left = 还记着的：
leave-none = 没有可以撤回的请假。
leave-by = <b>{ $name }</b>替你记了请假：

leave-told = 那几天不会向对方提问，之后自动恢复，你不用做什么。
leave-told-off = 不再请假：

sample-leave = /leave 12月24日到26日
sample-leave-one = /leave 明天
sample-leave-sick = /leave 今天病假
