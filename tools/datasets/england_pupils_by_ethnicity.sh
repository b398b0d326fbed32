#!/bin/sh
# Pupils by ethnic group (Department for Education, Schools, pupils and their characteristics; the rows
# of all phases and all languages): sh england_pupils_by_ethnicity.sh pupils.csv
set -eu
# shellcheck source=tools/datasets/lib.sh
. "$(dirname "$0")/lib.sh"
[ $# = 1 ] || usage 'pupils_by_ethnicity_and_language.csv'

tidy 'area_code,level,academic_year,january,ethnicity,pupils' "$1" <<'AWK'
BEGIN {
    n = split("White - White British|White - Irish|White - Traveller of Irish heritage|" \
        "White - Gypsy/Roma|White - Any other White background|Mixed - White and Black Caribbean|" \
        "Mixed - White and Black African|Mixed - White and Asian|Mixed - Any other Mixed background|" \
        "Asian - Indian|Asian - Pakistani|Asian - Bangladeshi|Asian - Chinese|" \
        "Asian - Any other Asian background|Black - Black African|Black - Black Caribbean|" \
        "Black - Any other Black background|Any other ethnic group|Unclassified|Total", group, "|")
    for (i = 1; i <= n; i++)
        place[group[i]] = i
}

!(value("ethnicity") in place) {
    refuse("\"" value("ethnicity") "\" is not an ethnic group of this table")
}

# 202122 is the academic year 2021/22, whose census is that of January 2022.
{
    code = area_code()
    years = value("time_period")
    if (years !~ /^20[0-9][0-9][0-9][0-9]$/)
        refuse("\"" years "\" is not an academic year such as 202122")
    january = substr(years, 1, 2) substr(years, 5, 2)
    row(area_key(code, january, sprintf("%02d", place[value("ethnicity")])), code "," level_of(code) \
        "," substr(years, 1, 4) "/" substr(years, 5, 2) "," january "," value("ethnicity") "," \
        value("headcount"))
}
AWK
