#!/bin/sh
# Children looked after at 31 March by ethnic group (Department for Education), from the table by
# characteristics for 2021 on and the underlying data of each year before:
# sh england_looked_after_by_ethnicity.sh 2021_to_2025.csv 2011.csv 2012.csv ... 2017.csv
set -eu
# shellcheck source=tools/datasets/lib.sh
. "$(dirname "$0")/lib.sh"
[ $# -gt 1 ] || usage 'cla_31_march_by_ethnicity.csv UNDERLYING_2011.csv...'

tidy 'area_code,level,year_ending_march,group,published_as,looked_after' "$@" <<'AWK'
BEGIN {
    # The five groups that the Government Statistical Service harmonises to.
    n = split("White|Mixed|Asian|Black|Other|Unknown|Total", group, "|")
    for (i = 1; i <= n; i++)
        rank[group[i]] = i
    harmonised["White"] = "White"
    harmonised["Mixed or Multiple ethnic groups"] = "Mixed"
    harmonised["Asian or Asian British"] = "Asian"
    harmonised["Black, African, Caribbean or Black British"] = "Black"
    harmonised["Other ethnic group"] = "Other"
    harmonised["Refused or information not yet available"] = "Unknown"
    harmonised["Total"] = "Total"
    # Columns of the underlying data, in the order of 'group'; the total's name ends with the year.
    split("CLA_White CLA_Mixed CLA_Asian CLA_Black CLA_EOTH CLA_Oth", column, " ")
}

function add(code, year, group, published, children) {
    code = today(code)
    row(area_key(code, year, rank[group]), code "," level_of(code) "," year "," group "," \
        quoted(published) "," children)
}

function number(text) {
    gsub(/[ ,]/, "", text)
    return text
}

function year_of_file(name) {
    for (name in position)
        if (name ~ /^CLA_Mar20[0-9][0-9]$/)
            return substr(name, 8)
    refuse("no column such as CLA_Mar2011")
}

# The two parts of London have the code of the whole in these files.
function old_code(name) {
    name = value("geog_n")
    sub(/ +$/, "", name)
    return name == "INNER LONDON" ? "E13000001" : name == "OUTER LONDON" ? "E13000002" \
        : value("New_geog_code")
}

"geog_n" in position {
    year = year_of_file()
    for (i = 1; i <= 6; i++)
        add(old_code(), year, group[i], column[i], number(value(column[i])))
    add(old_code(), year, "Total", "CLA_Mar" year, number(value("CLA_Mar" year)))
    next
}

value("cla_group") == "Ethnicity" {
    if (!(value("characteristic") in harmonised))
        refuse("\"" value("characteristic") "\" is not an ethnic group of this table")
    add(area_code(), value("time_period"), harmonised[value("characteristic")], \
        value("characteristic"), value("cla_31_march_number"))
}
AWK
