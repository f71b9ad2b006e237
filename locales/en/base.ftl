# Months, dates, times, spans and numbers. Keys begin with base-.
# base-number-group: a mark, or the word space (no-break space).
# base-number-minimum: how many digits must stand before the first group mark.
base-number-decimal = .
base-number-group = ,
base-number-minimum = 1
base-number = { $value }
base-percent = { $value }%

base-date-long = { $month } { $day }, { $year }
base-date-short = { $month-short } { $day }, { $year }
base-date-time = { $date } at { $time }
base-time = { $hour12 }:{ $minute } { $half }
base-time-am = AM
base-time-pm = PM

base-month-1 = January
base-month-2 = February
base-month-3 = March
base-month-4 = April
base-month-5 = May
base-month-6 = June
base-month-7 = July
base-month-8 = August
base-month-9 = September
base-month-10 = October
base-month-11 = November
base-month-12 = December
base-month-short-1 = Jan
base-month-short-2 = Feb
base-month-short-3 = Mar
base-month-short-4 = Apr
base-month-short-5 = May
base-month-short-6 = Jun
base-month-short-7 = Jul
base-month-short-8 = Aug
base-month-short-9 = Sep
base-month-short-10 = Oct
base-month-short-11 = Nov
base-month-short-12 = Dec

base-weekday-1 = Monday
base-weekday-2 = Tuesday
base-weekday-3 = Wednesday
base-weekday-4 = Thursday
base-weekday-5 = Friday
base-weekday-6 = Saturday
base-weekday-7 = Sunday

base-just-now = just now
base-ago-minutes = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
base-ago-hours = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
base-ago-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
base-in-minutes = { $count ->
    [one] in { $count } minute
   *[other] in { $count } minutes
}
base-in-hours = { $count ->
    [one] in { $count } hour
   *[other] in { $count } hours
}
base-in-days = { $count ->
    [one] in { $count } day
   *[other] in { $count } days
}
base-span-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
base-span-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
base-span-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
