# 数据，以及人员名单。

stats-title = <b>团队数据</b>
stats-title-team = <b>{ $team }</b>
stats-reps = <b>按人查看</b>（回复率 · 用时中位数 · 完整度）
stats-rep = { $name }：{ $share } · { $time } · { $completeness }
figures-days = <i>{ $this }</i>
 <i>对比：{ $before }</i>
figure = { $label }：<b>{ $this }</b> · 上期 { $before }
figure-response = 回复率
figure-on-time = 当晚回复
figure-median = 回复用时中位数
figure-p90 = 九成回复用时不超过
figure-clock = 中位数（含夜间和休息日）
figure-completeness = 完整度
figure-corrected = 更正后完整度
figure-no-activity = 没有新进展的日子
figure-late = 截止后补报
figure-assisted = 助理代录
share = { $share }（{ $num }/{ $den }）
time-of = { $time }（n = { $n }）
figure-aside = 不计入：{ $days }
aside-open = { $count }天还没截止
aside-excused = { $count }天免计
aside-out = { $count }天是我没问到
figures-more = ……另有{ $count }条。
missing-title = <b>{ $asked }人次中{ $count }人次还没回复</b> · { $days }
missing-none = { $asked }人次，没有缺的 · { $days }
missing-nobody-asked = 这段时间没有要问的人 · { $days }
missing-open = { $name } · 还没截止
missing-closed = { $name }
missing-blocked = { $name } · 已屏蔽机器人
people-title = <b>成员</b>（{ $count }人）
people-team = { $number }. { $name } · { $roles } · { $team }
people-plain = { $number }. { $name } · { $roles }
people-blocked = { $number }. { $name } · { $roles } · 已屏蔽机器人
people-left = { $number }. { $name } · 已离开
no-such-team = 没有“{ $name }”这个团队。现有团队：{ $teams }。
no-such-period = 这段日期算不了，可以试试 /stats 本周、/stats 上月 或 /stats 2026-10。

# 助理的待办。
queue-title = <b>待处理：{ $count }条</b>
queue-empty = 没有待处理的内容，今天问过的人都已回复。
queue-no-reps = 还没有人分给你，管理员可以把你加入团队。
queue-more = ……另有{ $count }条。
queue-silent = <b>今天还没回复：{ $count }人</b>
 { $names }
queue-hint = <code>/ok { $id }</code> 按读到的记录；<code>/fix { $id }</code> 加上字段和内容，改好再记录；<code>/drop { $id }</code> 忽略。
