# One's own customers and deals.

own-customers = <b>Your customers</b>: { $count }
 { $gaps ->
    [0] <i>Nothing is missing.</i>
   *[other] <i>Of { $gaps } something is missing.</i>
 }
own-no-customers = You have no customers yet. Tell me about one in your own words and I write it down.
own-deals = <b>Your deals</b>, { $kind }: { $count }
 { $gaps ->
    [0] <i>Nothing is missing.</i>
   *[other] <i>Of { $gaps } something is missing.</i>
 }
own-no-deals = You have no deals here ({ $kind }).
own-open = open
own-missing = missing: { $fields }
own-contact-job = job of { $name } ({ $id })
own-fix-phone = <code>/fix { $id } phone …</code> puts something in, or just tell me.
own-fix-amount = <code>/fix { $id } amount …</code> puts something in, or just tell me.

button-page-back = ‹ { $page } of { $pages }
button-page-on = { $page } of { $pages } ›
button-deals = Show { $kind }
