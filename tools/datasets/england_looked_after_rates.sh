#!/bin/sh
# Published rates of children looked after (Department for Education):
#   sh england_looked_after_rates.sh cla_number_and_rate_per_10k_children.csv
# The one table in which the Department prints count, denominator and rate side by side.
set -eu
# shellcheck source=tools/datasets/lib.sh
. "$(dirname "$0")/lib.sh"
[ $# = 1 ] || usage 'cla_number_and_rate_per_10k_children.csv'

tidy 'area_code,level,year_ending_march,children_are,children,published_population,published_rate' \
    "$1" <<'AWK'
BEGIN {
    short["Children looked after on 31 March each year"] = "looked after on 31 March"
    short["Children starting to be looked after each year"] = "starting in the year"
    short["Children ceasing to be looked after each year"] = "ceasing in the year"
}
{
    code = area_code()
    year = value("time_period")
    kind = value("population_type")
    if (!(kind in short))
        refuse("\"" kind "\" is not a kind of count of children looked after")
    row(area_key(code, year, kind), code "," level_of(code) "," year "," \
        short[kind] "," value("children_count") "," value("population_estimate") "," \
        value("rate_per_10000"))
}
AWK
