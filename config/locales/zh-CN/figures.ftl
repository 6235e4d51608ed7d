# 指标，以及人员名单。

me-title = <b>您的指标</b>
stats-title = <b>团队指标</b>
stats-title-team = <b>{ $team }</b>
stats-reps = 按人
stats-rep = { $name }：{ $share }（{ $n } 天）· { $latency } · 完整度 { $completeness }
figures-this = <i>{ $days }</i>
figures-before = <i>上期：{ $days }</i>
figure-response = 回复率：<b>{ $share }</b>（{ $num }/{ $den }）
figure-on-time = 当晚回复：{ $share }（{ $num }/{ $den }）
figure-latency = 回复用时中位数：清醒时间 { $waking }，实际时间 { $wall }（n = { $n }）
figure-no-latency = 回复用时中位数：–
figure-late-assisted = 迟到：{ $late } · 助理代录：{ $assisted }
figure-completeness = 完整度：{ $share }（{ $num }/{ $den } 项）
figure-corrected = 更正后：{ $share }（{ $num }/{ $den } 项）
figure-aside = 不计入：{ $open } 天未截止，{ $excused } 天免计，{ $out } 天因我方原因未能询问
figures-rule = 过了截止时间的日子才计入。休息日、免计日和提醒未送达的日子都不计入任何指标。
figures-more = …… 另有 { $count } 条。
missing-title = <b>{ $asked } 人次中 { $count } 人次未回复</b>，{ $days }
missing-none = 都已回复，{ $days }（共询问 { $asked } 人次）。
missing-nobody-asked = 没有询问任何人，{ $days }。
missing-open = { $name } · { $date } · 未截止
missing-closed = { $name } · { $date }
missing-blocked = { $name } · { $date } · 已屏蔽机器人
people-title = <b>人员</b>（{ $count }）
people-team = { $number } { $name } · { $roles } · { $team }
people-plain = { $number } { $name } · { $roles }
people-blocked = { $number } { $name } · { $roles } · 已屏蔽机器人
people-left = { $number } { $name } · 已离开
no-such-team = 没有叫“{ $name }”的团队。现有团队：{ $teams }。
no-such-period = 这段日期无法计算。可以试试 /stats 本周、/stats 上月 或 /stats 2026-10。

# 助理的待办。
queue-title = <b>待处理：{ $count }</b>
queue-empty = 没有待处理的内容，今天询问过的人都已回复。
queue-no-reps = 还没有分配给您的人员，管理员可以把您加入团队。
queue-more = …… 另有 { $count } 条。
queue-silent = <b>今天还没回复：{ $count }</b>
 { $names }
queue-hint = /ok 加编号：按读到的内容记录；/fix 加编号、字段和内容：改好再记录；/drop 加编号：去掉。
