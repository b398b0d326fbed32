#!/bin/sh
# Referrals (Department for Education, table c1): sh england_referrals.sh c1.csv
# Counts only: the percentages of the source are ours to compute.
set -eu
# shellcheck source=tools/datasets/lib.sh
. "$(dirname "$0")/lib.sh"
[ $# = 1 ] || usage 'c1_children_in_need_referrals_and_rereferrals.csv'

tidy 'area_code,level,year_ending_march,referrals,children_referred,rereferrals,children_rereferred,no_further_action,not_in_need' \
    "$1" <<'AWK'
{
    code = area_code()
    year = value("time_period")
    row(area_key(code, year), code "," level_of(code) "," year "," value("referral_count") "," \
        value("referral_child_count") "," value("rereferral_count") "," \
        value("rereferral_child_count") "," value("no_further_action_count") "," \
        value("not_in_need_count"))
}
AWK
