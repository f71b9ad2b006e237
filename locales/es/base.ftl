# Meses, fechas, horas, plazos y números. Las claves empiezan por base-.
base-number-decimal = ,
base-number-group = .
base-number-minimum = 2
base-number = { $value }
base-percent = { $value } %

base-date-long = { $day } de { $month } de { $year }
base-date-short = { $day } { $month-short } { $year }
base-date-time = { $date }, { $time }
base-time = { $hour }:{ $minute }
base-time-am = a. m.
base-time-pm = p. m.

base-month-1 = enero
base-month-2 = febrero
base-month-3 = marzo
base-month-4 = abril
base-month-5 = mayo
base-month-6 = junio
base-month-7 = julio
base-month-8 = agosto
base-month-9 = septiembre
base-month-10 = octubre
base-month-11 = noviembre
base-month-12 = diciembre
base-month-short-1 = ene.
base-month-short-2 = feb.
base-month-short-3 = mar.
base-month-short-4 = abr.
base-month-short-5 = may.
base-month-short-6 = jun.
base-month-short-7 = jul.
base-month-short-8 = ago.
base-month-short-9 = sept.
base-month-short-10 = oct.
base-month-short-11 = nov.
base-month-short-12 = dic.

base-weekday-1 = lunes
base-weekday-2 = martes
base-weekday-3 = miércoles
base-weekday-4 = jueves
base-weekday-5 = viernes
base-weekday-6 = sábado
base-weekday-7 = domingo

base-just-now = ahora mismo
base-ago-minutes = { $count ->
    [one] hace { $count } minuto
   *[other] hace { $count } minutos
}
base-ago-hours = { $count ->
    [one] hace { $count } hora
   *[other] hace { $count } horas
}
base-ago-days = { $count ->
    [one] hace { $count } día
   *[other] hace { $count } días
}
base-in-minutes = { $count ->
    [one] dentro de { $count } minuto
   *[other] dentro de { $count } minutos
}
base-in-hours = { $count ->
    [one] dentro de { $count } hora
   *[other] dentro de { $count } horas
}
base-in-days = { $count ->
    [one] dentro de { $count } día
   *[other] dentro de { $count } días
}
base-span-minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
}
base-span-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
}
base-span-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
