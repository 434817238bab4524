# How times, lengths of time and lists are written: by the report and the command line. The window asks the
# browser's own Intl for the same things.
#
# In every file: an argument that is a point in time is written whole ("21 Nov 2026, 14:02") as { $at }, as a date with
# { DATETIME($at, dateStyle: "medium") }, and as a time of day with { DATETIME($at, timeStyle: "short") }.

time-moment = { $date }, { $clock }
time-date = { $day } { $month } { $year }
time-month-1 = Jan
time-month-2 = Feb
time-month-3 = Mar
time-month-4 = Apr
time-month-5 = May
time-month-6 = Jun
time-month-7 = Jul
time-month-8 = Aug
time-month-9 = Sep
time-month-10 = Oct
time-month-11 = Nov
time-month-12 = Dec

duration-seconds = { $count } s
duration-minutes = { $count } min
duration-hours = { $count } h
duration-hours-minutes = { $hours } h { $minutes } min
duration-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }

# All but the last of a list, then the last.
list-and = { $head } and { $last }
list-comma = { $head }, { $next }
