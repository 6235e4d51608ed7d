# 什么时候、按哪里的时间提问。

time-own = 我每天{ $time }提问，这是你选的时间。发 /time off 恢复成 { $default }。
time-default = 我每天{ $time }提问，大家都一样。
time-window = 可以改成 { $from } 到 { $to } 之间的任何时间：{ $example }
time-quiet = { $from } 到 { $to } 我不打扰。
time-set = 从下一次提问起，改为{ $time }。
time-reset = 从下一次提问起，恢复为{ $time }，跟大家一样。
time-outside = { $time }不在单位允许的时间内。

timezone-shown = 你的时区是 { $timezone }，那边现在是 { $time }。
timezone-how = 要改的话，写城市名就行，比如 { $example }，或者现在把位置发给我（📎，位置）。
timezone-set = 你的时区已改为 { $timezone }，那边现在是 { $time }。从下一次提问起生效。
timezone-same = 你的时区本来就是 { $timezone }，那边现在是 { $time }。
timezone-unknown = 没有“{ $text }”这个时区。写城市名就行，比如 { $example }，或者现在把位置发给我（📎，位置）。
timezone-near = 没有“{ $text }”这个时区，是不是 { $timezone }？
timezone-elsewhere = 那里是另一个时区（{ $timezone }），现在是 { $time }。从下一次提问起，要按那边的时间吗？也可以发 { $example }。
timezone-kept = 好的，时区还是 { $timezone }。
timezone-nowhere = 看不出那里的时区，没有改动。写城市名就行，比如 { $example }。

button-timezone-yes = 好，换过去
button-timezone-no = 不用，不换
