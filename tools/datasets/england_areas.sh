#!/bin/sh
# Areas of England that the other tables name, from any file of the Department for Education in which
# each has a row (table c1): sh england_areas.sh c1.csv
set -eu
# shellcheck source=tools/datasets/lib.sh
. "$(dirname "$0")/lib.sh"
[ $# = 1 ] || usage 'c1_children_in_need_referrals_and_rereferrals.csv'

tidy 'area_code,area,level,region_code,region,dfe_code,first_year,last_year' "$1" <<'AWK'
{
    code = area_code()
    year = value("time_period")
    if (!(code in first) || year < first[code])
        first[code] = year
    if (year > last[code]) {
        last[code] = year
        describe(code)
    }
}

function describe(code, level) {
    level = level_of(code)
    area[code] = level == "England" ? "England" : level == "LA" ? value("la_name") : value("region_name")
    region_code[code] = level == "England" ? "z" : value("region_code")
    region[code] = level == "England" ? "z" : value("region_name")
    # Inner and Outer London stand for London in the column of regions.
    if (region_code[code] ~ /^E13/) {
        region_code[code] = "E12000007"
        region[code] = "London"
    }
    dfe_code[code] = level == "LA" ? value("old_la_code") : "z"
}

END {
    for (code in area)
        row(area_key(code, "", ""), code "," quoted(area[code]) "," level_of(code) "," \
            region_code[code] "," region[code] "," dfe_code[code] "," first[code] "," last[code])
}
AWK
