# 当天的记录卡片。

card-title = <b>{ $date }</b> · 已记录
card-title-bare = <b>{ $date }</b>
card-title-of = <b>{ $name }</b> · { $date }
card-late = 这条在当天截止之后收到，已经保留，记为补报。
card-no-activity = 没有新进展。这也是完整的回复，谢谢。
card-new = 新客户
card-confirmed = 你已确认无误，谢谢。
card-heard = 🎙 听到的是：“{ $words }”
card-more = ……另有{ $count }条也已记录。
card-unsure = 这些我拿不准，还没有记录：
card-unread = 这部分我没读懂，已经留存，会有同事来看：
card-kept = 已经留存，会有同事来看：
card-accept = { $accept } 按我的理解记录，{ $drop } 忽略。
card-more-open = ……另有{ $count }条。
card-hint = 有不对的地方？发 { $example } 就能改，/undo 撤销上一条。
fix-which = ✏️ 要改哪一条？
fix-field = ✏️ { $id }：哪里不对？
fix-value = ✏️ { $id } { $field }：下一条消息直接发正确的内容就行。
fix-example = /fix { $id } { $field } { $value }

excused-leave = 休假，这一天不计入任何指标。
excused-sick = 病假，这一天不计入任何指标。早日康复。
excused-travel = 出差，这一天不计入任何指标。
excused-training = 培训，这一天不计入任何指标。
excused-holiday = 这天是假日，不计入任何指标。
excused-appeal = 申诉已通过，这一天不计入任何指标。
excused-skip = 这天已跳过，不计入任何指标。

piece-customer = 客户：{ $value }
piece-closes = 预计{ $value }签约
piece-probability = 把握{ $value }
piece-age = { $value }
piece-due = 截止{ $value }
piece-number = 订单号 { $value }
piece-resolved = { $value }已解决
piece-receptions = 接待{ $value }人
piece-from = { $value }起
piece-to = 到{ $value }

sample-amount = 35万
sample-stage = 成交
sample-due = 周五
sample-phone = 138 0013 8000
sample-name = 华信科技
sample-date = 昨天
sample-to = 周五

quoted = “{ $words }”
or = 还是
review-unsure = { $read }？原话：{ $quoted }
review-no-customer = { $what }：是哪位客户？
review-candidates = { $what }：{ $candidates }？
review-which = { $what }：指的是哪一条？
review-step-back = { $what }：商机退回了上一阶段
review-skip = 申请跳过{ $date }
review-contact = { $what }：是新客户，还是已有的客户？
review-place = 一个位置：是哪位客户的？
review-place-named = { $place }：是哪位客户的？
file-photo = { $count ->
   *[other] { $count }张照片
 }
file-picture = { $count ->
   *[other] { $count }张图片
 }
file-document = { $count ->
   *[other] { $count }个文件
 }
file-voice = 一条语音
file-audio = 一段录音
file-video_note = 一段视频留言
file-video = { $count ->
   *[other] { $count }段视频
 }
review-edit-conflict = { $what }：更正之后原消息又改过

ask-phone = ❓ <b>{ $customer }</b>的电话是多少？
ask-occupation = ❓ <b>{ $customer }</b>是做什么工作的？
ask-age = ❓ <b>{ $customer }</b>大概多大年纪？
ask-amount = ❓ <b>{ $customer }</b>这单大概多少金额？
ask-close-date = ❓ <b>{ $customer }</b>预计什么时候签？
ask-contact = ❓ <b>{ $customer }</b>那边的联系人是谁？
ask-right = ❓ 我这样理解对吗：{ $read }？原话：{ $quoted }
ask-right-bare = ❓ 我这样理解对吗：{ $read }？
ask-whose = ❓ { $what }：说的是哪位客户？
ask-card = ❓ { $what }：是新客户，还是下面这位？
ask-place = ❓ 这是哪位客户的位置？
ask-place-named = ❓ { $place }：是哪位客户的？
ask-which-deal = ❓ { $what }：说的是哪一单？
ask-which-amount = ❓ { $what }：金额是哪一个？
ask-other = ❓ <b>{ $customer }</b>的{ $field }是什么？

button-right = 没错
button-fix = 修改
button-undo-last = 撤销上一条
button-cancel = 取消
button-yes = 对
button-no = 不对
button-new = 新客户
button-unknown = 不清楚
button-refused = 对方不愿说
button-has-none = 没有
button-later = 以后再说
