# Hónapok, dátumok, időpontok, időtartamok és számok. A kulcsok base- kezdetűek.
base-number-decimal = ,
base-number-group = space
base-number-minimum = 2
base-number = { $value }
base-percent = { $value }%

base-date-long = { $year }. { $month } { $day }.
base-date-short = { $year }. { $month-short } { $day }.
base-date-time = { $date } { $time }
base-time = { $hour }:{ $minute }
base-time-am = de.
base-time-pm = du.

base-month-1 = január
base-month-2 = február
base-month-3 = március
base-month-4 = április
base-month-5 = május
base-month-6 = június
base-month-7 = július
base-month-8 = augusztus
base-month-9 = szeptember
base-month-10 = október
base-month-11 = november
base-month-12 = december
base-month-short-1 = jan.
base-month-short-2 = febr.
base-month-short-3 = márc.
base-month-short-4 = ápr.
base-month-short-5 = máj.
base-month-short-6 = jún.
base-month-short-7 = júl.
base-month-short-8 = aug.
base-month-short-9 = szept.
base-month-short-10 = okt.
base-month-short-11 = nov.
base-month-short-12 = dec.

base-weekday-1 = hétfő
base-weekday-2 = kedd
base-weekday-3 = szerda
base-weekday-4 = csütörtök
base-weekday-5 = péntek
base-weekday-6 = szombat
base-weekday-7 = vasárnap

base-just-now = most
base-ago-minutes = { $count } perce
base-ago-hours = { $count } órája
base-ago-days = { $count } napja
base-in-minutes = { $count } perc múlva
base-in-hours = { $count } óra múlva
base-in-days = { $count } nap múlva
base-span-minutes = { $count } perc
base-span-hours = { $count } óra
base-span-days = { $count } nap
