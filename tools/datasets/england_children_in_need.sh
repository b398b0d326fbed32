#!/bin/sh
# Children in need (Department for Education, table b1): sh england_children_in_need.sh b1.csv
set -eu
# shellcheck source=tools/datasets/lib.sh
. "$(dirname "$0")/lib.sh"
[ $# = 1 ] || usage 'b1_children_in_need.csv'

tidy 'area_code,level,year_ending_march,episodes_at_31_march,episodes_started,children_started,episodes_ended,children_ended,episodes_in_year,children_in_year,awaiting_assessment' \
    "$1" <<'AWK'
{
    code = area_code()
    year = value("time_period")
    row(area_key(code, year), code "," level_of(code) "," year "," value("At31_episodes") "," \
        value("Started_episodes") "," value("Started_child") "," value("Ended_episodes") "," \
        value("Ended_child") "," value("Anypoint_episodes") "," value("Anypoint_child") "," \
        value("awaiting_assessment"))
}
AWK
