# Areas of England as the Department for Education's files name them.

BEGIN {
    # The same authority over the same area, with a new code. The Department's files disagree on
    # which they print for earlier years, so all have the code of today.
    code_today["E08000020"] = "E08000037" # Gateshead, 2013
    code_today["E06000048"] = "E06000057" # Northumberland, 2013
    code_today["E10000002"] = "E06000060" # Buckinghamshire, 2020
    code_today["E10000023"] = "E06000065" # North Yorkshire, 2023
    code_today["E10000027"] = "E06000066" # Somerset, 2023

    level_rank["England"] = 1
    level_rank["Region"] = 2
    level_rank["London part"] = 3
    level_rank["LA"] = 4
}

function today(code) {
    return code in code_today ? code_today[code] : code
}

# The code that the file prints, which may have changed since.
function printed_code() {
    if (value("geographic_level") == "National")
        return "E92000001"
    return value(value("geographic_level") == "Regional" ? "region_code" : "new_la_code")
}

function area_code() {
    return today(printed_code())
}

# Regions begin with E12; E13 are Inner and Outer London, the two parts of one region.
function level_of(code) {
    if (code == "E92000001")
        return "England"
    if (code ~ /^E12/)
        return "Region"
    if (code ~ /^E13/)
        return "London part"
    if (code !~ /^E(06|08|09|10)[0-9]+$/)
        refuse("\"" code "\" is not the code of an area of England")
    return "LA"
}

# Rows stand in the order of level, area, year, and 'last'.
function area_key(code, year, last) {
    return level_rank[level_of(code)] " " code " " year " " last
}
