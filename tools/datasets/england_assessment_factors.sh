#!/bin/sh
# Factors identified at the end of assessment (Department for Education, table c3), one factor a row:
# sh england_assessment_factors.sh c3.csv
set -eu
# shellcheck source=tools/datasets/lib.sh
. "$(dirname "$0")/lib.sh"
[ $# = 1 ] || usage 'c3_factors_identified_at_end_of_assessment.csv'

tidy 'area_code,level,year_ending_march,factor,episodes' "$1" <<'AWK'
BEGIN {
    add("Episodes_with_assessment_factor", "Any factor")
    add_three("Alcohol_Misuse", "Alcohol")
    add_three("Drug_Misuse", "Drugs")
    add_three("Domestic_Abuse", "Domestic abuse")
    add_three("Mental_Health", "Mental health")
    add_three("Learning_Disability", "Learning disability")
    add_three("Physical_Disability", "Physical disability")
    add("Young_Carer", "Young carer")
    add("Privately_fostered", "Privately fostered")
    add("Unaccompanied_asylum_seeker", "Asylum seeker")
    add("Going_missing", "Going missing")
    add("Child_sexual_exploitation", "Sexual exploitation")
    add("Child_criminal_exploitation", "Criminal exploitation")
    add("Trafficking", "Trafficking")
    add("Gangs", "Gangs")
    add("Socially_unacceptable_behaviour", "Behaviour")
    add("Self_harm", "Self-harm")
    add("Neglect", "Neglect")
    add("Emotional_Abuse", "Emotional abuse")
    add("Physical_Abuse_unknown", "Physical abuse unsplit")
    add("Physical_Abuse_child_on_child", "Physical abuse by child")
    add("Physical_Abuse_adult_on_child", "Physical abuse by adult")
    add("Sexual_Abuse_unknown", "Sexual abuse unsplit")
    add("Sexual_Abuse_child_on_child", "Sexual abuse by child")
    add("Sexual_Abuse_adult_on_child", "Sexual abuse by adult")
    add("Female_Genital_Mutilation", "FGM")
    add("Faith_linked_abuse", "Faith-linked abuse")
    add("Other", "Other")
}

function add(column, name) {
    source[++factors] = column
    factor[factors] = name
}

# Whose: the child's, a parent's, or that of another person in the household.
function add_three(column, name) {
    add(column "_child", name " child")
    add(column "_parent", name " parent")
    add(column "_person", name " other")
}

{
    code = area_code()
    year = value("time_period")
    start = code "," level_of(code) "," year ","
    for (i = 1; i <= factors; i++)
        row(area_key(code, year, sprintf("%02d", i)), start factor[i] "," value(source[i]))
}
AWK
