#!/bin/sh
# Decision points of youth justice by ethnic group, England and Wales (prism-r, cascade by children):
# sh youth_justice_cascade.sh cascade.csv
set -eu
# shellcheck source=tools/datasets/lib.sh
. "$(dirname "$0")/lib.sh"
[ $# = 1 ] || usage 'cascade_child_counts.csv'

tidy 'decision_point,period,ethnicity,events,at_risk,published_rri,published_lower,published_upper' \
    "$1" <<'AWK'
BEGIN {
    split("stop_search arrest remand custodial_sentence", points, " ")
    for (i in points)
        place[points[i]] = i
    split("White Mixed Asian Black Other", groups, " ")
    for (i in groups)
        rank[groups[i]] = i
}

!(value("decision_point") in place) || !(value("ethnicity") in rank) {
    refuse("an unknown decision point or group: " $0)
}

# "year_ending_march_2025" is the year 2025, "pooled_3y_ending_march_2025" three years together.
function short_period(text) {
    if (text ~ /^year_ending_march_20[0-9][0-9]$/)
        return substr(text, length(text) - 3)
    if (text ~ /^pooled_3y_ending_march_20[0-9][0-9]$/)
        return substr(text, length(text) - 3) - 2 " to " substr(text, length(text) - 3)
    refuse("\"" text "\" is not a period of this table")
}

function or_reference(limit) {
    return limit == "" ? "z" : limit
}

{
    period = short_period(value("period"))
    row(place[value("decision_point")] " " period " " rank[value("ethnicity")], \
        value("decision_point") "," period "," value("ethnicity") "," value("events") "," \
        value("total") "," value("rri_published") "," or_reference(value("ci_lower_published")) \
        "," or_reference(value("ci_upper_published")))
}
AWK
