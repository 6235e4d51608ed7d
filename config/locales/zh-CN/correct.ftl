# 对更正的答复。

corrected = 已改好：
corrected-for = 已为<b>{ $name }</b>改好：
corrected-by = <b>{ $name }</b>更正了您的记录：
corrected-by-hint = 如有不妥，发 /undo 加编号即可撤回。
corrected-set = { $id } { $field }：{ $new }
corrected-changed = { $id } { $field }：{ $old } → { $new }
corrected-withdrawn = { $id } { $kind }：已撤回
corrected-restored = { $id } { $kind }：已恢复
corrected-more = …… 另有 { $count } 处。
unknown-id = 没有找到您可以修改的条目 { $id }。编号写在卡片上，发 /today 可再看一次。
already-recorded = { $id } 已经记录。用 /fix 修改，用 /undo 撤回。
does-not-fit = 这不能作为{ $kind }的{ $field }。
unclear-customer = 叫“{ $name }”的客户不止一个，请写记录里的全名。
others-hang-on-it = 还有 { $count } 条记录属于它，请先撤回那些记录。
nothing-to-undo = 这里没有您可以撤回的内容。
unchanged = 原来就是这样，没有改动。
type-it-again = 这里没有读出可以直接修改的内容。请重新发一条消息说明，再用 /drop 去掉这一条。
still-unclear = 这样还是分不清。请写明客户：/fix 编号 客户 全名。
settled = 好的，已从清单去掉。
