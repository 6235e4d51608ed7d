# 命令：各自的作用（菜单和帮助里显示），以及怎么输入。

command-today = 再看一次今天的卡片
command-fix = 更正我记下的内容
command-undo = 撤销上一条
command-ok = 确认我拿不准的内容
command-drop = 忽略我没读懂的内容
command-skip = 跳过今天
command-leave = 请假，那几天我不提问
command-time = 我几点提问
command-me = 看自己的数据
command-queue = 看待处理的内容
command-for = 替销售补录
command-stats = 看团队数据
command-missing = 看谁还没回复
command-people = 看成员名单
command-language = 切换语言
command-timezone = 修改时区
command-help = 我能做什么
command-start = 开始

usage-today = /today
usage-fix = /fix { $id } 金额 35万
usage-undo = /undo { $id }
usage-ok = /ok { $id }
usage-drop = /drop { $id }
usage-skip = /skip
usage-leave = /leave 12月24日到26日
usage-time = /time 18:15
usage-me = /me
usage-queue = /queue
usage-for = /for 李伟 拜访了华信科技，周五前报价
usage-stats = /stats 上周 华东
usage-missing = /missing 今天
usage-people = /people
usage-language = /language zh
usage-timezone = /timezone Asia/Shanghai
usage-help = /help
usage-start = /start

help-title = <b>我能做什么</b>
help-report = 随时用自己的话说说当天的情况，我记下来，再给你看。
help-line = /{ $name } – { $what }
help-line-example = /{ $name } – { $what }：{ $example }
help-fields = 可改的项：{ $fields }。电话、职业、年龄也可以写“没有”或“拒绝”。

unknown-command = 没有 /{ $name } 这个命令。我能做什么，见 /help。
unknown-command-near = 没有 /{ $name } 这个命令。是不是想用 /{ $near }？
wrong-command = 这样我还看不明白，可以这样写：{ $example }
wrong-id = 没有编号“{ $text }”。编号在卡片上每一条的后面，可以这样写：{ $example }
wrong-field = 没有“{ $text }”这一项，可以这样写：{ $example }
wrong-time = 没看懂“{ $text }”是几点，可以这样写：{ $example }
wrong-period = 没看懂时段“{ $text }”，可以写：今天、本周、上周、本月、3月、2026-03。
ask-language = 你希望我用哪种语言？
not-allowed = 你的身份用不了这个命令。能用的命令见 /help。

value-no-field = 这条{ $kind }里没有可以修改的{ $field }。
value-amount = 需要一个金额，比如35万、12,000欧元、350k。
value-stage = 阶段有：线索、已确认需求、报价、谈判、成交、丢单。
value-date = 需要一个日期，比如周五、明天、3月5日、2026-03-05。
value-phone = 需要一个电话号码，国外号码请带上国家代码。
value-probability-wrong = 需要0到100%之间的数。
value-score-wrong = 需要1到5之间的评分。
value-unreadable = 这个不像是{ $field }，没看懂。
value-several = 里面不止一个{ $field }，只发正确的那一个就行。
value-impossible = 这个{ $field }不太可能，所以没有改动。
value-required = { $field }不能为空。要撤掉整条，用 /undo。
