#!/bin/sh
# datasets.sh BUILD: every dataset opens; each that has a script is what the script makes of the
# publisher's file, where that is at hand (../shared/data); and the scripts read awkward files well.
set -eu
BUILD=$1
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
sources=$root/../shared/data
make_box

opens() {
    if (cd "$root" && foistat describe "$1") >"$work/described" 2>&1 </dev/null; then
        pass
    else
        failure "datasets/$1 does not open"
        sed 's/^/    /' "$work/described"
    fi
}

# rebuilt NAME SOURCE...: the script's table, byte for byte.
rebuilt() {
    name=$1
    shift
    for file in "$@"; do
        [ -e "$file" ] || { skip "datasets/$name: ${file##*/} is not at hand" && return 0; }
    done
    if sh "$root/tools/datasets/$name.sh" "$@" >"$work/rebuilt" 2>"$work/complaint" &&
        cmp "$work/rebuilt" "$root/datasets/$name/$name.csv" >>"$work/complaint" 2>&1; then
        pass
    else
        failure "datasets/$name is not what tools/datasets/$name.sh makes of ${1##*/}"
        sed 's/^/    /' "$work/complaint"
    fi
}

# The publisher's files of each dataset.
sources_of() {
    dfe=$sources/dfe_csc
    c1=$dfe/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv
    old=$dfe/cla_ud_2010_2017
    case $1 in
        england_areas | england_referrals) echo "$c1" ;;
        england_children_in_need) echo "$dfe/b1_children_in_need_2013_to_2025.csv" ;;
        england_assessment_factors)
            echo "$dfe/c3_factors_identified_at_end_of_assessment_2018_to_2025.csv" ;;
        england_children_0_17)
            echo "$sources/population/ons_mid-year_population_estimates_2012_to_2024.csv" ;;
        england_looked_after_by_ethnicity)
            echo "$dfe/cla_31_march_by_ethnicity_2021_2025_from_rds.csv" \
                "$old/2011__SFR21_CLA.csv" "$old/2012__SFR20_CLA2012.csv" \
                "$old/2013__SFR36_CLA2013.csv" "$old/2014__SFR36_CLA2014.csv" \
                "$old/2015__SFR34_CLA2015.csv" "$old/2016__SFR41_CLA2016.csv" \
                "$old/2017__SFR50_CLA2017.csv" ;;
        england_looked_after_rates) echo "$dfe/cla_number_and_rate_per_10k_children.csv" ;;
        england_pupils_by_ethnicity)
            echo "$sources/school_census/pupils_by_ethnicity_la_2015-16_to_2021-22_totalphase.csv" ;;
        youth_justice_cascade)
            echo "$sources/youth_justice/prism_r_cascade_child_counts_ew_2025_transcribed.csv" ;;
        foi_requests_outcomes) echo "$sources/foi/whatdotheyknow_csc_requests_summary_d2i.csv" ;;
    esac
}

# gives NAME WANTED: what a script makes of the file 'source' is the text WANTED.
gives() {
    if sh "$root/tools/datasets/$1.sh" "$box/source" >"$work/given" 2>&1 &&
        [ "$(tail -n +2 "$work/given")" = "$2" ]; then
        pass
    else
        failure "tools/datasets/$1.sh gives:"
        sed 's/^/    /' "$work/given"
    fi
}

# refuses NAME MESSAGE: the script ends with a failure and that message, and prints no table.
refuses() {
    if sh "$root/tools/datasets/$1.sh" "$box/source" >"$work/given" 2>"$work/complaint"; then
        failure "tools/datasets/$1.sh takes a file that lacks something: $2"
    elif [ -s "$work/given" ] || ! grep -qF "$2" "$work/complaint"; then
        failure "tools/datasets/$1.sh: instead of '$2':"
        sed 's/^/    /' "$work/given" "$work/complaint"
    else
        pass
    fi
}

populations='geographic_level,region_code,new_la_code,time_period,la_name,age_group,population_estimate'
ages='Children aged 0 to 17 years'
population() { printf '%s\n' "$populations" "$@" >"$box/source"; }

scripts_read_awkward_files() {
    # A byte order mark, CRLF, commas, quotes and a line break in quotes, columns in another order.
    printf '\357\273\277population_estimate,"la_name",new_la_code,region_code,time_period,geographic_level,age_group\r\n1200,"Hull, ""City"" of",E06000010,E12000003,2020,Local authority,%s\r\nx,"Two\nlines",E08000020,E12000001,2020,Local authority,%s\r\n' \
        "$ages" "$ages" >"$box/source"
    gives england_children_0_17 'E06000010,LA,2020,2021,1200,E06000010
E08000037,LA,2020,2021,x,E08000020'
    printf 'geographic_level,region_code,region_name,new_la_code,old_la_code,la_name,time_period\n' >"$box/source"
    printf 'Local authority,E13000002,Outer London,E09000002,301,"A ""B"", of C",%s\n' 2020 2019 >>"$box/source"
    gives england_areas 'E09000002,"A ""B"", of C",LA,E12000007,London,301,2019,2020'
    # Levels first, then areas and years.
    population "Local authority,E12000001,E06000002,2019,A,$ages,7" "Regional,E13000001,,2020,,$ages,40" \
        "Regional,E12000007,,2020,,$ages,50" "National,,,2020,,$ages,60" \
        "Local authority,E12000001,E06000001,2020,B,$ages,9" "Local authority,E12000001,E06000001,2019,B,$ages,8"
    gives england_children_0_17 'E92000001,England,2020,2021,60,E92000001
E12000007,Region,2020,2021,50,E12000007
E13000001,London part,2020,2021,40,E13000001
E06000001,LA,2019,2020,8,E06000001
E06000001,LA,2020,2021,9,E06000001
E06000002,LA,2019,2020,7,E06000002'
    population "Local authority,E12000001,W06000001,2019,A,$ages,7"
    refuses england_children_0_17 '"W06000001" is not the code of an area of England'
    population "Local authority,E12000001,E06000001,2019,A,0 to 4 years,7"
    refuses england_children_0_17 '"0 to 4 years" where only ages 0 to 17 were expected'
    population "Local authority,E12000001,E06000001,2019,$ages,7"
    refuses england_children_0_17 'a row of another length than the header'
    population "Local authority,E12000001,E06000001,2019,\"A,$ages,7"
    refuses england_children_0_17 'a quote is not closed'
    population "Local authority,E12000001,E06000001,2019,A,$ages,7"
    refuses england_referrals 'there is no column "referral_count"'
    printf '%s\n' "$populations" >"$box/source"
    refuses england_children_0_17 'no rows'
}

for folder in "$root"/datasets/*/; do
    opens "$(basename "$folder")"
done
for script in "$root"/tools/datasets/*.sh; do
    name=$(basename "$script" .sh)
    [ "$name" != lib ] || continue
    files=$(sources_of "$name")
    [ -n "$files" ] || { failure "tools/datasets/$name.sh has no sources in $0" && continue; }
    # shellcheck disable=SC2086 # several files
    rebuilt "$name" $files
done
scripts_read_awkward_files
finish
