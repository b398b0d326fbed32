/* Arguments that several functions of the module have in common. */
#ifndef FOISTAT_LUA_API_WORDS_H
#define FOISTAT_LUA_API_WORDS_H

#include "lua/api.h"

#define API_LEVEL NAMED_OR("conf_level", "number", "0.95", "two-sided confidence level")
#define API_POPULATION(keys)                                                                       \
    NAMED("population", "string|foi.Table",                                                        \
          "the column of people at risk, or a table that has " keys                                \
          " and a column with the role population")
#define API_EVENTS NAMED("count", "string", "the column of events")
#define API_PER NAMED_OR("per", "number", "10000", "people that the rates refer to")
#define API_PEOPLE                                                                                 \
    NAMED_OR("people", "string", "\"people\"", "what the population counts, for the unit")

#define API_ADJUST                                                                                 \
    NAMED_OR(                                                                                      \
        "adjust", "string", "\"holm\"",                                                            \
        "how p-values are adjusted for the number of tests in the table: \"holm\", \"BH\" or "     \
        "another measure `padjust.*`, or \"none\"")

#define API_GROUPS                                                                                 \
    API_EVENTS, NAMED("group", "string", "the column of groups"), API_POPULATION("the groups"),    \
        NAMED("reference", "string", "the group that the others are compared with"),               \
        NAMED_OR("unknown_labels", "string|string[]", "those that the dataset declares",           \
                 "the labels that mean: group not known")
#define API_MINIMUM                                                                                \
    NAMED_OR("minimum", "{cell?: integer, n?: integer}", "nil",                                    \
             "the least events and people of what is compared, `{cell = 10, n = 30}`; smaller "    \
             "groups are not compared, and a status says why (34 CFR 300.647)")

/* Of the three ways to disproportionality. */
#define API_COMPARISON                                                                             \
    API_GROUPS, API_PER,                                                                           \
        NAMED_OR("unknown", "\"bounds\"|\"drop\"|\"proportional\"|\"side_by_side\"", "\"bounds\"", \
                 "events of unknown group: how far they could move each ratio; only their number " \
                 "in a note; shared out in proportion to the known events; or each of these and "  \
                 "more next to each other"),                                                       \
        NAMED_OR("method", "string", "\"rateratio.ci.exact_conditional\"",                         \
                 "name of the measure that gives the ratio and its limits"),                       \
        API_MINIMUM,                                                                               \
        NAMED_OR("fallback", "foi.Table|table<string, foi.Table>", "nil",                          \
                 "a larger place whose reference group stands in where that of the table is too "  \
                 "small: `{England = t}`, t with the same columns"),                               \
        NAMED_OR("test", "boolean", "true when adjust is given", "exact p-values of the ratios"),  \
        API_ADJUST, API_LEVEL, API_PEOPLE

/* Of the three ways to comparators. */
#define API_COMPARATORS                                                                            \
    API_GROUPS,                                                                                    \
        NAMED_OR(                                                                                  \
            "elsewhere", "foi.Table|table<string, foi.Table>", "nil",                              \
            "another place to compare with, `{England = t}`: t with the columns group, count "     \
            "and population of the result, a row for each group and, where it has them, year and " \
            "so on"),                                                                              \
        API_MINIMUM, API_LEVEL

/* Of the two ways to a cascade. */
#define API_CASCADE                                                                                \
    NAMED("stages", "string|string[]",                                                             \
          "the columns that count the stages, in order; or, with `stage`, its labels"),            \
        NAMED_OR("stage", "string", "nil", "the column of stages, if they are in rows"),           \
        NAMED_OR("count", "string", "nil", "with `stage`, the column of events"),                  \
        NAMED_OR("group", "string", "nil", "the column of groups; without it all are one"),        \
        NAMED_OR("reference", "string", "nil", "the group that the others are compared with"),     \
        NAMED_OR("population", "string|foi.Table", "nil",                                          \
                 "the people before the first stage: a column, or a table that has the groups "    \
                 "and a column with the role population"),                                         \
        NAMED_OR("within", "string|string[]", "nil",                                               \
                 "columns of labels, each of whose series is a cascade by itself"),                \
        NAMED_OR("per", "number", "100", "people that the shares refer to"),                       \
        NAMED_OR("limits", "\"risk\"|\"rate\"", "\"risk\"",                                        \
                 "of the ratios: as of proportions, or as of rates of rare events"),               \
        NAMED_OR("unknown_labels", "string|string[]", "those that the dataset declares",           \
                 "the labels that mean: group not known"),                                         \
        API_LEVEL

/* Of the two ways to compare. */
#define API_COMPARED                                                                               \
    NAMED("by", "string", "the column of years, or of groups"), API_EVENTS,                        \
        API_POPULATION("the labels"),                                                              \
        NAMED_OR("reference", "string|number", "the first year",                                   \
                 "the label that the others are compared with; groups have no first one, so of "   \
                 "groups it must be given"),                                                       \
        NAMED_OR("within", "string|string[]", "nil",                                               \
                 "columns of labels, each of whose series is compared by itself"),                 \
        API_PER, API_LEVEL, API_PEOPLE, API_ADJUST,                                                \
        NAMED_OR("across_breaks", "boolean", "false",                                              \
                 "compare years on either side of a break in the series too")

/* Of the two ways to a trend. */
#define API_TREND                                                                                  \
    NAMED("by", "string", "the column of years"), API_EVENTS, API_POPULATION("the years"),         \
        NAMED_OR("within", "string|string[]", "nil",                                               \
                 "columns of labels, each of whose series has a trend of its own"),                \
        NAMED_OR(                                                                                  \
            "model", "\"auto\"|\"poisson\"|\"quasipoisson\"|\"negative_binomial\"", "\"auto\"",    \
            "how the counts vary: \"auto\" takes Poisson unless the dispersion test says more, "   \
            "then quasi-Poisson"),                                                                 \
        API_LEVEL

/* Of the two ways to a funnel. */
#define API_FUNNEL                                                                                 \
    API_EVENTS, API_POPULATION("the groups"),                                                      \
        NAMED_OR("group", "string", "\"area\"", "the column that names the places"), API_PER,      \
        NAMED_OR("target", "number|\"total\"", "\"total\"",                                        \
                 "the rate that the places are held against, per so many people; \"total\": that " \
                 "of all places with figures together"),                                           \
        NAMED_OR("spread", "\"none\"|\"shmi\"|\"cqc\"", "\"none\"",                                \
                 "whether the limits allow for what places usually differ by beyond chance, and "  \
                 "by which funnel.overdispersion_* measure that is estimated"),                    \
        NAMED_OR("fewest", "number", "5", "expected events below which a place is not judged"),    \
        API_PEOPLE,                                                                                \
        NAMED_OR("called", "string", "\"areas\"", "what the rows are called, in the plural")

/* Of many places side by side, and the two ways to each. */
#define API_PLACES                                                                                 \
    API_EVENTS, API_POPULATION("the groups"),                                                      \
        NAMED("group", "string", "the column that names the places, one row a place"),             \
        NAMED_OR("within", "string|string[]", "nil",                                               \
                 "columns of labels, such as the year, each of whose series stands by itself")

#define API_RANKS                                                                                  \
    API_PLACES,                                                                                    \
        NAMED_OR("first", "\"largest\"|\"smallest\"", "\"largest\"", "which rate has rank 1"),     \
        NAMED_OR("together", "\"independent\"|\"bonferroni\"", "\"independent\"",                  \
                 "how the level is kept for all ranks at once, as in rank.ci.rates"),              \
        API_PER, API_LEVEL, API_PEOPLE
#define API_SHRUNKEN                                                                               \
    API_PLACES,                                                                                    \
        NAMED_OR("method", "string", "\"eb.marshall_global_smoothed_rates\"",                      \
                 "name of the measure; or eb.clayton_kaldor_gamma"),                               \
        API_PER, API_LEVEL, API_PEOPLE

/* Of the two ways to answered. */
#define API_ANSWERED                                                                               \
    NAMED("column", "string", "the column of figures"),                                            \
        NAMED("group", "string", "the column that names who was asked, an area or an authority"),  \
        NAMED_OR("called", "string", "nil", "what they are called, in the plural")

/* Of the two ways to stratified. */
#define API_STRATIFIED                                                                             \
    API_EVENTS, API_POPULATION("groups and strata"),                                               \
        NAMED("group", "string", "the column of groups"),                                          \
        NAMED("reference", "string", "the group that the others are compared with"),               \
        NAMED(                                                                                     \
            "strata", "string|string[]",                                                           \
            "columns of labels within each of which groups are compared: the area, age and sex"),  \
        NAMED_OR("within", "string|string[]", "nil",                                               \
                 "columns of labels, such as the year, each of whose series stands by itself"),    \
        NAMED_OR("method", "string", "\"mh.rateratio\"",                                           \
                 "name of the measure; for children out of a stage mh.riskratio.greenland_robins " \
                 "or mh.oddsratio.rbg_ci"),                                                        \
        NAMED_OR("by_stratum", "boolean", "false",                                                 \
                 "the ratio in each stratum instead, and whether it is used"),                     \
        NAMED_OR("unknown_labels", "string|string[]", "those that the dataset declares",           \
                 "the labels that mean: group not known"),                                         \
        API_LEVEL

/* Of the two ways to standardise. */
#define API_STANDARDISED                                                                           \
    API_EVENTS, API_POPULATION("the strata"),                                                      \
        NAMED("strata", "string|string[]",                                                         \
              "columns of labels that people differ by, such as age and sex; one row a place and " \
              "stratum"),                                                                          \
        NAMED_OR("within", "string|string[]", "nil",                                               \
                 "columns of labels that name the places or years, each of which has a rate"),     \
        NAMED("standard", "foi.Table|string",                                                      \
              "a table of the people (and, for the indirect method, events) in each stratum, "     \
              "\"total\" for all places together, or the label of one of them"),                   \
        NAMED_OR("method", "string", "\"direct\"",                                                 \
                 "\"direct\": dsr.dobson_byar_phe, as in public health indicators for England; "   \
                 "\"indirect\": smr.ci.exact; or the name of a measure dsr.* or smr.ci.*"),        \
        API_PER, API_LEVEL, API_PEOPLE

/* How a plain file is read. */
#define API_READING                                                                                \
    NAMED_OR("encoding", "\"utf-8\"|\"windows-1252\"|\"cp1252\"", "\"utf-8\"",                     \
             "how the bytes are read; \"cp1252\" is another name for \"windows-1252\""),           \
        NAMED_OR("delimiter", "string", "\",\"", "one character"),                                 \
        NAMED_OR("skip_rows", "integer", "0", "lines above the header that are not read"),         \
        NAMED_OR("find_header", "boolean", "true",                                                 \
                 "skip titles above the header; false when skip_rows is given"),                   \
        NAMED_OR("text", "string|string[]", "nil",                                                 \
                 "columns of labels, even if they look like numbers"),                             \
        NAMED_OR("marks", "table<string, string|table>", "nil",                                    \
                 "what a symbol in a cell means: `[\"*\"] = \"suppressed\"`, or with bounds "      \
                 "`[\"<5\"] = {mark = \"suppressed\", lo = 1, hi = 4}`, of which one may be "      \
                 "left out where it is not known"),                                                \
        NAMED_OR("allow_ragged", "boolean", "false",                                               \
                 "fill short rows with blanks; they are counted in the report")

/* What a plain file's columns and labels are for, as foi:role, foi:totals and foi:unknown say it.
 */
#define API_ROLES                                                                                  \
    NAMED_OR("count", "string|string[]", "nil", "columns of events: whole numbers, not negative"), \
        NAMED_OR("population", "string|string[]", "nil",                                           \
                 "the column of people at risk, by which a comparison finds them in a table of "   \
                 "populations"),                                                                   \
        NAMED_OR("period", "string|string[]", "nil",                                               \
                 "columns of years, read as labels in ascending order"),                           \
        NAMED_OR("dimension", "string|string[]", "nil",                                            \
                 "columns of labels by which figures are broken down"),                            \
        NAMED_OR(                                                                                  \
            "share", "string|string[]", "nil",                                                     \
            "columns of percentages or proportions, which are never added up; \"12%\" is one "     \
            "by itself"),                                                                          \
        NAMED_OR("unit", "string|string[]", "nil",                                                 \
                 "the column that says what each row counts: different units are not added up"),   \
        NAMED_OR("note", "string|string[]", "nil", "columns of text for people"),                  \
        NAMED_OR("totals", "string|string[]", "nil",                                               \
                 "the label that is the total of the others, in every column that has it"),        \
        NAMED_OR("unknown", "string|string[]", "nil",                                              \
                 "labels that mean: group not known, in every column that has them")

/* What is taken of a source, which is all that is released of one that is not public. */
#define API_WHERE                                                                                  \
    NAMED_OR("where", "table<string, any>", "nil",                                                 \
             "only rows with these labels: `{area = \"North\", group = {\"White\", \"Asian\"}}`")
#define API_RELEASE                                                                                \
    API_WHERE,                                                                                     \
        NAMED_OR("by", "string|string[]", "nil",                                                   \
                 "add the rows up: one row for each combination of the labels of these columns"),  \
        NAMED_OR("sum", "string|string[]", "all counts", "with `by`: the columns to add up"),      \
        NAMED_OR("rows", "boolean", "false", "with `by`: the number of rows instead, as `rows`"),  \
        NAMED_OR("with_totals", "boolean", "false",                                                \
                 "with `by`: rows for the totals over each of its columns of labels too, but not " \
                 "over years")

/* What can be said of a column. */
#define API_COLUMN_WORDS                                                                           \
    NAMED_OR("name", "string", "as it is", "the name in tables"),                                  \
        NAMED_OR("title", "string", "as it is", "the heading in reports"),                         \
        NAMED_OR("unit", "string", "as it is", "the unit, shown behind the title"),                \
        NAMED_OR("description", "string", "as it is", "a sentence on what it is"),                 \
        NAMED_OR("decimals", "integer", "as it is", "digits behind the point; -1: as needed"),     \
        NAMED_OR("count", "boolean", "as it is", "whole numbers of events or people"),             \
        NAMED_OR("measure", "string", "as it is", "the measure that gave the numbers"),            \
        NAMED_OR("comparator", "string", "as it is", "what they are compared with"),               \
        NAMED_OR("denominator", "string", "as it is", "what they are divided by"),                 \
        NAMED_OR("conf_level", "number", "as it is", "the level, for limits; 0: no limit"),        \
        NAMED_OR("role", "string", "as it is",                                                     \
                 "what it is for: count, population, share (of numbers), dimension, period, note " \
                 "or unit (of labels), as `foi:role` says it"),                                    \
        NAMED_OR("totals", "string", "as it is", "the label that is the total of the others"),     \
        NAMED_OR("unknown", "string|string[]", "as it is", "labels that mean: group not known")

#endif
