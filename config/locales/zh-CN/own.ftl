# 自己的客户和商机。

own-customers = <b>你的客户</b>：{ $count }个
 { $gaps ->
    [0] <i>信息都齐了。</i>
   *[other] <i>其中{ $gaps }个信息不全。</i>
 }
own-no-customers = 你还没有客户。用自己的话说一个，我就记下来。
own-deals = <b>你的商机</b>（{ $kind }）：{ $count }个
 { $gaps ->
    [0] <i>信息都齐了。</i>
   *[other] <i>其中{ $gaps }个信息不全。</i>
 }
own-no-deals = 没有这类商机（{ $kind }）。
own-open = 进行中
own-missing = 还缺：{ $fields }
own-contact-job = { $name }（{ $id }）的职务
own-fix-phone = <code>/fix { $id } 电话 …</code> 可以补上，直接告诉我也行。
own-fix-amount = <code>/fix { $id } 金额 …</code> 可以补上，直接告诉我也行。

button-page-back = ‹ { $page }/{ $pages }
button-page-on = { $page }/{ $pages } ›
button-deals = 看{ $kind }
