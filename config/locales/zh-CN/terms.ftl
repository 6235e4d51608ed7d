# 记录中各种事物的名称，以及日期、数字、金额的写法。

weekday-1 = 周一
weekday-2 = 周二
weekday-3 = 周三
weekday-4 = 周四
weekday-5 = 周五
weekday-6 = 周六
weekday-7 = 周日
month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月
date = { $month }{ $day }日（{ $weekday }）
date-year = { $year }年{ $month }{ $day }日（{ $weekday }）
date-short = { $number }/{ $day }
days = { $from }至{ $to }
days-open = { $from }起
duration-moment = 不到1分钟
duration-minutes = { $minutes }分钟
duration-hours = { $hours }小时
duration-both = { $hours }小时{ $minutes }分钟

number-ten-thousands = { $number }万
number-hundred-millions = { $number }亿
money-cny = { $amount }元
money-usd = { $amount }美元
money-eur = { $amount }欧元
money-gbp = { $amount }英镑
money-jpy = { $amount }日元
money-hkd = { $amount }港元
money-twd = { $amount }新台币
money-sgd = { $amount }新加坡元
money-krw = { $amount }韩元
money-inr = { $amount }印度卢比
money-aud = { $amount }澳元
money-cad = { $amount }加元
money-chf = { $amount }瑞士法郎
money-other = { $currency } { $amount }

role-rep = 销售
role-service = 客服
role-assistant = 销售助理
role-manager = 经理
role-admin = 管理员

kind-customer = 客户
kind-contact = 联系人
kind-opportunity = 商机
kind-activity = 拜访跟进
kind-order = 订单
kind-next_step = 下一步
kind-complaint = 投诉
kind-satisfaction = 满意度评分
kind-service = 接待量
kind-availability = 请假外出

field-state = 状态
field-customer = 客户
field-name = 名称
field-kind = 类别
field-phone = 电话
field-email = 邮箱
field-occupation = 职业
field-age = 年龄
field-city = 城市
field-product = 产品
field-amount = 金额
field-stage = 阶段
field-probability = 成交概率
field-close_date = 预计签约日
field-type = 类型
field-date = 日期
field-number = 订单号
field-action = 事项
field-due = 截止日
field-status = 进度
field-summary = 内容
field-resolved_on = 解决日期
field-score = 评分
field-receptions = 接待人数
field-away = 原因
field-from = 开始日
field-to = 结束日
field-merged_into = 并入客户
field-new = 新客户
field-origin = 来源

stage-lead = 线索
stage-qualified = 已确认需求
stage-proposal = 已报价
stage-negotiation = 商务谈判
stage-won = 已成交
stage-lost = 已丢单

activity-visit = 拜访
activity-call = 电话
activity-meeting = 会议
activity-message = 消息沟通
activity-demo = 产品演示

step-open = 待办
step-done = 已完成
step-dropped = 已取消

away-leave = 请假
away-sick = 病假
away-travel = 出差
away-training = 培训

customer-kind-person = 个人
customer-kind-organisation = 公司
customer-kind-unknown = 暂不清楚

origin-reply = 来自回复
origin-import = 导入
origin-assistant = 助理录入

not-told-refused = 客户未透露
not-told-not_applicable = 没有

state-active = 已记录
state-withdrawn = 已撤回
state-merged = 已合并

yes = 是
no = 否
nothing = 空

value-age = { $n }岁
value-probability = { $n }%
value-score = { $n }分（满分5分）
language-itself = 中文
comma = 、
or-spaced = 或
