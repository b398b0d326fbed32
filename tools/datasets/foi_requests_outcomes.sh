#!/bin/sh
# Requests about children's social care by authority, year and outcome (data-to-insight, summary of
# requests made through WhatDoTheyKnow), counted: sh foi_requests_outcomes.sh summary.csv
# Our table of areas gives the authorities their codes.
set -eu
# shellcheck source=tools/datasets/lib.sh
. "$(dirname "$0")/lib.sh"
[ $# = 1 ] || usage 'requests_summary.csv'

tidy 'authority,area_code,year,outcome,requests' \
    "$here/../../datasets/england_areas/england_areas.csv" "$1" <<'AWK'
BEGIN {
    # Names that differ by more than the kind of council.
    other_name["Bristol City Council"] = "Bristol, City of"
    other_name["City of London Corporation"] = "City of London"
    other_name["City of York Council"] = "York"
    other_name["Council of the Isles of Scilly"] = "Isles of Scilly"
    other_name["Durham County Council"] = "County Durham"
    other_name["Herefordshire Council"] = "Herefordshire, County of"
    other_name["Hull City Council"] = "Kingston upon Hull, City of"
    other_name["St Helens Metropolitan Borough Council"] = "St. Helens"
    other_name["Stockton on Tees Council"] = "Stockton-on-Tees"
    other_name["Stoke on Trent City Council"] = "Stoke-on-Trent"
    # Two areas of one name: the county until 2019, the unitary authority since.
    code_of["Dorset County Council"] = "E10000009"
    code_of["Dorset Council"] = "E06000059"
}

"area" in position {
    if (value("level") == "LA")
        area[value("area")] = value("area_code")
    next
}

# "London Borough of Sutton Council", "Leicester City Council": the name of the area alone. A district
# council is not the authority for children's social care, so its kind is left in place.
function area_name(authority) {
    if (authority in other_name)
        return other_name[authority]
    sub(/^(London|Royal) Borough of /, "", authority)
    sub(/ Council$/, "", authority)
    sub(/ (Metropolitan District|Metropolitan Borough|Royal Borough|Borough|City|County)$/, "", authority)
    return authority
}

function code_or_none(authority, name) {
    if (authority in code_of)
        return code_of[authority]
    name = area_name(authority)
    return name in area ? area[name] : "z"
}

{
    date = value("Request Date")
    if (date !~ /^[0-3][0-9]\/[01][0-9]\/20[0-9][0-9]$/)
        refuse("\"" date "\" is not a date such as 30/10/2012")
    authority = value("Authority Name")
    requests[quoted(authority) "," code_or_none(authority) "," substr(date, 7) "," value("Status")]++
}

# Quotes around a name with a comma do not change its place.
function sort_key(key) {
    gsub(/"/, "", key)
    return key
}

END {
    for (key in requests)
        row(sort_key(key), key "," requests[key])
}
AWK
