# 指标，以及人员名单。

me-title = <b>你的指标</b>
stats-title = <b>团队指标</b>
stats-title-team = <b>{ $team }</b>
stats-reps = 按人
stats-rep = { $name }：{ $share }（{ $n }天）· { $latency } · 完整度{ $completeness }
figures-this = <i>{ $days }</i>
figures-before = <i>上期：{ $days }</i>
figure-response = 回复率：<b>{ $share }</b>（{ $num }/{ $den }）
figure-on-time = 当晚回复：{ $share }（{ $num }/{ $den }）
figure-latency = 回复用时（中位数）：{ $waking }，夜间和休息日不算；全部算上是{ $wall }（n = { $n }）
figure-no-latency = 回复用时（中位数）：–
figure-late-assisted = 补报：{ $late } · 助理代录：{ $assisted }
figure-completeness = 完整度：{ $share }（{ $num }/{ $den }项）
figure-corrected = 更正后：{ $share }（{ $num }/{ $den }项）
figure-no-activity = 没有新进展的日子：{ $share }（{ $num }/{ $den }）
figure-aside = 不计入：未截止{ $open }天，免计{ $excused }天，因我们的原因没问到{ $out }天
figures-rule = 每天过了截止时间才计入。休息日、免计的日子和没问到的日子，都不计入任何指标。
figures-more = ……另有{ $count }条。
missing-title = <b>{ $days }：问了{ $asked }次，{ $count }次还没回复</b>
missing-none = { $days }：都已回复（共问了{ $asked }次）。
missing-nobody-asked = { $days }：没有人需要汇报。
missing-open = { $name } · { $date } · 未截止
missing-closed = { $name } · { $date }
missing-blocked = { $name } · { $date } · 已屏蔽机器人
people-title = <b>成员</b>（{ $count }人）
people-team = { $number } { $name } · { $roles } · { $team }
people-plain = { $number } { $name } · { $roles }
people-blocked = { $number } { $name } · { $roles } · 已屏蔽机器人
people-left = { $number } { $name } · 已离开
no-such-team = 没有叫“{ $name }”的团队。现有团队：{ $teams }。
no-such-period = 这段日期我算不了。可以试试 /stats 本周、/stats 上月、/stats 2026-10。

# 助理的待办。
queue-title = <b>待处理：{ $count }</b>
queue-empty = 没有待处理的内容，今天问到的人都已回复。
queue-no-reps = 还没有人由你支持，管理员可以把你加进团队。
queue-more = ……另有{ $count }条。
queue-silent = <b>今天还没回复：{ $count }</b>
 { $names }
queue-hint = /ok 加编号：按我的理解记录；/fix 加编号、项目和新值：改好再记录；/drop 加编号：忽略。
