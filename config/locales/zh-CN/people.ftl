# 邀请他人，以及成员名单。

invite-made = 给<b>{ $name }</b>的邀请，身份是{ $role }：
invite-made-use = 把链接转给对方即可。链接只能用一次，有效期到{ $date }。
people-title = <b>成员</b>（{ $count }人）
people-line = { $number }. <b>{ $name }</b> · { $roles }
people-team = { $team }
people-blocked = 已屏蔽机器人
people-left = 已离开
people-none = 还没有成员。发 /invite 邀请。
people-more = ……另有{ $count }人。
