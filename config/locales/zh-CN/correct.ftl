# 对更正的答复。

corrected = 已改好：
corrected-for = 已为<b>{ $name }</b>改好：
corrected-by = <b>{ $name }</b>更正了你的记录：
corrected-by-hint = 有不对的地方？发 /fix 加编号、字段和内容就能改。
corrected-by-nothing = <b>{ $name }</b>看过了你的记录，没有需要改的。
corrected-set = { $id } { $field }：{ $new }
corrected-changed = { $id } { $field }：{ $old } → { $new }
corrected-withdrawn = { $id } { $kind }：已撤回
corrected-restored = { $id } { $kind }：已恢复
corrected-more = ……另有{ $count }处。
unknown-id = 没有找到你能修改的 { $id }。编号在卡片上，发 /today 再看一次。
already-recorded = { $id } 已经记录了，要改用 /fix，要撤回用 /undo。
does-not-fit = 这个值不适合做{ $kind }的{ $field }，没有改动。
unclear-customer = 叫“{ $name }”的客户不止一个，请写记录里的全名。
others-hang-on-it = 还有{ $count }条记录属于它，请先撤回那些。
nothing-to-undo = 这里没有你可以撤回的内容。
unchanged = 原来就是这样，不用改。
type-it-again = 这一条没有可以直接修改的内容。请重新发一条消息说清楚，再用 /drop 忽略它。
still-unclear = 这样还是分不清。请写明客户：发 /fix 加编号、“客户”和全名。
settled = 好的，已处理。
