# 加入：陌生人、邀请、欢迎。

stranger = 你好。这个助手只对受邀的人开放。{ $admin ->
    [none] 请找你们单位的管理员要一个邀请链接。
   *[other] 请找{ $who }要一个邀请链接。
 }
invite-refused = 这个邀请用不了。{ $admin ->
    [none] 请找你们单位的管理员要一个新链接。
   *[other] 请找{ $who }要一个新链接。
 }

welcome = { $name }，欢迎加入。你的身份是<b>{ $role }</b>。
welcome-rep = 工作日{ $time }左右，我会问问当天的情况。用自己的话回一两句就行，我来整理成客户、商机、订单和下一步，并把记下的内容给你看。
welcome-service = 工作日{ $time }左右，我会问问当天的情况。用自己的话说就行：接待了多少客户、有没有投诉、评分如何。我会把记下的内容给你看。
welcome-assistant = 销售的回复里，凡是我没读懂或拿不准的，都在 /queue 里等你。
welcome-manager = /stats 看团队数据，/missing 看谁还没回复。
welcome-admin = /people 查看成员，/stats 看数据。新成员凭邀请加入，在机器人所在的服务器上用 <code>rapport invite</code> 生成。
welcome-next-rep = 不用等到提问，现在就可以说说今天的情况。
welcome-fair = 规则人人一样：休息日不计入，我读错了不算你的，自己的数据自己先看到，发 /me 就行。
welcome-help = 其他功能见 /help。

known = { $name }，你好。你已经加入了，不用再设置什么。我能做什么，见 /help。
group = 我只在私聊里工作，这就退出本群；请直接私聊我。
