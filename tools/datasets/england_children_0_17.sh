#!/bin/sh
# Children aged 0 to 17 (Office for National Statistics, mid-year estimates, in the Department for
# Education's layout): sh england_children_0_17.sh estimates.csv
set -eu
# shellcheck source=tools/datasets/lib.sh
. "$(dirname "$0")/lib.sh"
[ $# = 1 ] || usage 'ons_mid-year_population_estimates.csv'

tidy 'area_code,level,year,year_ending_march,children,published_code' "$1" <<'AWK'
value("age_group") != "Children aged 0 to 17 years" {
    refuse("\"" value("age_group") "\" where only ages 0 to 17 were expected")
}
{
    code = area_code()
    year = value("time_period")
    row(area_key(code, year), code "," level_of(code) "," year "," year + 1 "," \
        value("population_estimate") "," printed_code())
}
AWK
