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

# 跳过某一天。

skipped = 今天已跳过，不计入任何指标。{ $left ->
    [0] 本月可以自己决定的次数用完了。
   *[other] 本月还可以跳过{ $left }天。
 }
skip-asked = { $allowed ->
    [0] 跳过要由助理决定，我已经问了。有结果之前，今天先不计。
   *[other] 本月可以自己决定的次数已经用完，我已经问了你的助理。有结果之前，今天先不计。
 }想直接汇报也可以。
skip-nobody = 现在还没有人能决定，我先放进待处理队列。有结果之前，今天先不计。想直接汇报也可以。
skip-waiting = 已经问过了，还没有答复。
skip-request = <b>{ $name }</b>申请跳过{ $date }，本月已跳过{ $used }天。也可以输入 { $accept } 或 { $drop }。
skip-granted = { $date }可以跳过，不计入任何指标。
skip-refused = { $date }这次不能跳过。用自己的话写一句就行，或者回“没有新进展”。
skip-decided-yes = 好的，<b>{ $name }</b>可以跳过{ $date }，已经告诉对方。
skip-decided-no = 好的，<b>{ $name }</b>的{ $date }照常计入，已经告诉对方。
skip-moot = <b>{ $name }</b>已经回复了{ $date }的情况，按已回复计。
skip-not-yours = 这个要由你的助理决定。
skip-withdrawn = 好的，{ $date }照常计入。

button-skip-yes = 同意
button-skip-no = 不同意
