#include "data/package_rows.h"

#include <stddef.h>

static const struct {
    const char *name;
    bool ours;
} places[PLACE_COUNT] = {
    [PLACE_PACKAGE] = {"package", false}, [PLACE_SOURCE] = {"source", false},
    [PLACE_LICENCE] = {"licence", false}, [PLACE_RESOURCE] = {"resource", false},
    [PLACE_SCHEMA] = {"schema", false},   [PLACE_FIELD] = {"field", false},
    [PLACE_NOTE] = {"note", true},        [PLACE_BREAK] = {"break", true},
    [PLACE_CHECK] = {"check", true},      [PLACE_MARK] = {"mark", true},
};

const char *package_place_name(enum package_place place) {
    return places[place].name;
}

bool package_place_is_ours(enum package_place place) {
    return places[place].ours;
}

/* A property; one with an example of an object that has it; one that holds objects of its own. */
#define SAYS(where, word, words)                                                                   \
    { .place = PLACE_##where, .name = word, .text = words }
#define SHOWN(where, word, words, json)                                                            \
    { .place = PLACE_##where, .name = word, .text = words, .example = json }
#define HOLDS(where, word, words, of, json)                                                        \
    { .place = PLACE_##where, .name = word, .text = words, .inside = PLACE_##of, .example = json }

/* Texts stand here line by line, as they are shown. */
/* clang-format off */
const struct package_property package_properties[] = {
    SAYS(PACKAGE, "name",
          "The name of the table."),
    SAYS(PACKAGE, "title",
          "Its title in reports, where the source has none."),
    SAYS(PACKAGE, "sources",
          "Where the figures come from: the first stands under every result, further ones are "
          "listed at the end of a report."),
    SAYS(PACKAGE, "licenses",
          "The licence, the first of them. Leave it out where the source states none."),
    SAYS(PACKAGE, "resources",
          "A list of exactly one resource, the CSV."),
    SHOWN(PACKAGE, "foi:published",
          "`true`: the figures are already public as they stand (an FOI reply, official "
          "statistics) and are shown as published. Otherwise they count as unpublished, and "
          "small counts are protected.",
          "{ \"foi:published\": true }"),
    HOLDS(PACKAGE, "foi:notes",
          "Sentences that travel with the figures: what a reader must know before quoting one. "
          "A note that is a text is about the package as a whole and stands below the first "
          "table of a report that uses it. One that is about less says so, and stands below "
          "the first table that shows what it is about.\n\n"
          "What stands below no table is listed once at the end, under \"Notes on the data\", "
          "so that nothing is lost; further `sources` are listed there too. A field can have "
          "`foi:notes` of its own: they are about that field unless they name `fields`.",
          NOTE,
          "{ \"foi:notes\": [\n"
          "  \"The reply gives no start date for the 12 months.\",\n"
          "  { \"note\": \"From 1 October 2017 single-agency cases (TAR) end.\", \"where\": { "
          "\"pathway\": [\"TAR\"] } },\n"
          "  { \"note\": \"A cell c is 1 to 5, or larger and hidden so that another cannot be "
          "worked out.\",\n"
          "    \"fields\": [\"referrals\"], \"marks\": [\"suppressed\"] },\n"
          "  { \"note\": \"Counts only: titles and addresses of the requests are at the "
          "source.\", \"general\": true } ] }"),
    HOLDS(PACKAGE, "foi:breaks",
          "Where a series stops meaning what it meant before: `field`, a field of periods; "
          "`from`, its first label of the new meaning; `why`, a sentence. A break is stated "
          "among the notes (\"Break: from 2021 (Year ending 31 March): ...\") of tables with "
          "years on both sides of it, and a script finds it with `t:breaks()`, so that a "
          "comparison of years can say that it crosses one and a chart can draw it. No figure "
          "is changed.",
          BREAK,
          "{ \"foi:breaks\": [{ \"field\": \"year_ending_march\", \"from\": \"2021\",\n"
          "                   \"why\": \"Physical and sexual abuse are split into abuse by a "
          "child and by an adult.\" }] }"),
    HOLDS(PACKAGE, "foi:checks",
          "Checks to run when the table is loaded. What they find is kept with the table and "
          "printed; a failed check never changes a figure. `foistat help C101` explains a "
          "code.\n\n"
          "Other checks run on every table, whether or not a package asks for them: missing "
          "years within a series (C106), years written in two ways (C107), suppressed cells "
          "that follow from a total (C108), several units (C109), stocks beside flows (C110), "
          "parts of years (C111); and of a file without a package, negative numbers that look "
          "like codes (C105) and rows that stand there twice (C112).",
          CHECK,
          "{ \"foi:checks\": [\n"
          "  { \"kind\": \"parts_total\", \"dimension\": \"group\", \"total\": \"Grand "
          "Total\", \"value\": \"cases\",\n"
          "    \"by\": [\"breakdown\", \"pathway\", \"status\"] },\n"
          "  { \"kind\": \"stock_flow\", \"dimension\": \"status\", \"value\": \"cases\",\n"
          "    \"opened\": \"opened\", \"closed\": \"closed\", \"active\": \"active\", \"by\": "
          "[\"breakdown\", \"pathway\", \"group\"] },\n"
          "  { \"kind\": \"unique\", \"by\": [\"breakdown\", \"group\", \"pathway\", "
          "\"status\"] } ] }"),
    SAYS(SOURCE, "title",
          "What it is called."),
    SAYS(SOURCE, "path",
          "Its address."),
    SHOWN(SOURCE, "foi:body",
          "Who published the figures.",
          "{ \"title\": \"Reply to a request about early help\", \"foi:body\": \"Leicester "
          "City Council\",\n"
          "  \"foi:request\": \"Early help below the threshold of a child in need\",\n"
          "  \"foi:date\": \"12 months to 11 September 2017\" }"),
    SAYS(SOURCE, "foi:request",
          "Title, number or subject of the request."),
    SAYS(SOURCE, "foi:date",
          "Period or date of the figures, as text."),
    SAYS(LICENCE, "title",
          "How it is printed."),
    SAYS(LICENCE, "name",
          "Its short name, where it has no title."),
    SAYS(LICENCE, "path",
          "Its address, where it has neither."),
    SAYS(RESOURCE, "path",
          "The CSV, in the package's own folder; it may be compressed with gzip or zstd."),
    SAYS(RESOURCE, "encoding",
          "`utf-8` or `windows-1252`."),
    SAYS(RESOURCE, "dialect",
          "`delimiter`, and `headerRows` (one line number). What would change the reading "
          "otherwise is refused."),
    SAYS(RESOURCE, "schema",
          "Describes the columns."),
    SAYS(RESOURCE, "missingValues",
          "As of the schema."),
    SAYS(RESOURCE, "foi:marks",
          "As of a field: for all of them."),
    SAYS(SCHEMA, "fields",
          "The columns, in any order. Without them the package describes the file, and the "
          "columns are read on their own evidence."),
    SAYS(SCHEMA, "missingValues",
          "As of a field: for those that have none of their own."),
    SAYS(SCHEMA, "foi:marks",
          "As of a field: for all of them."),
    SAYS(FIELD, "name",
          "The name in the header of the file."),
    SAYS(FIELD, "title",
          "How to show it."),
    SAYS(FIELD, "description",
          "A sentence on what it is."),
    SAYS(FIELD, "type",
          "What its cells are: see below."),
    SAYS(FIELD, "unit",
          "The same as `foi:unit`, which goes before it."),
    SAYS(FIELD, "constraints",
          "`enum`: the declared order of labels, which every table, chart and sort follows; "
          "another label in the file is an error. `required`: no blank cells."),
    SAYS(FIELD, "missingValues",
          "Texts that are not values, with a label for people: strings, or `{ \"value\": …, "
          "\"label\": … }`."),
    SAYS(FIELD, "decimalChar",
          "Only `.` is read."),
    SAYS(FIELD, "groupChar",
          "Only `,` is read."),
    SAYS(FIELD, "bareNumber",
          "Numbers with text around them are not read."),
    SHOWN(FIELD, "foi:role",
          "What the column is for.",
          "{ \"name\": \"cases\", \"type\": \"integer\", \"foi:role\": \"count\" }"),
    SHOWN(FIELD, "foi:unit",
          "What one counted thing is, in the plural.",
          "{ \"name\": \"referrals\", \"type\": \"integer\", \"foi:role\": \"count\", "
          "\"foi:unit\": \"referrals\" }"),
    HOLDS(FIELD, "foi:marks",
          "Text in a cell, and the mark of the cell: its name, or an object. Where the range "
          "behind a symbol is known, give it as `lo` and `hi`: it travels into sums, rates and "
          "ratios. One of them alone is \"at least\" or \"at most\" (`{ \"mark\": "
          "\"suppressed\", \"lo\": 5 }` for a cell `5+`). Give bounds only where they are true "
          "for every cell with that symbol: a letter that also hides larger cells, so that the "
          "small ones cannot be worked out, has none. The same text can stand in "
          "`missingValues`, so that other tools know it too.",
          MARK,
          "{ \"name\": \"cases\", \"foi:marks\": { \"<5\": { \"mark\": \"suppressed\", \"lo\": "
          "1, \"hi\": 4 }, \"unknown\": \"unknown\", \"\": \"blank\" } }"),
    SHOWN(FIELD, "foi:totals",
          "The label that is the total of the other labels. It is never added to its own parts.",
          "{ \"name\": \"group\", \"foi:role\": \"dimension\", \"foi:totals\": \"Grand Total\" "
          "}"),
    SHOWN(FIELD, "foi:unknown",
          "Labels of cases whose group is not known. They belong to no rate; "
          "`disproportionality` states how many there are and how far the ratios could move "
          "whichever group they belong to.",
          "{ \"name\": \"group\", \"foi:role\": \"dimension\", \"foi:unknown\": [\"Information "
          "not yet obtained\", \"Unknown\"] }"),
    SHOWN(FIELD, "foi:multiResponse",
          "`true`: one case can carry several labels, so the figures of different labels must "
          "not be added up; they may exceed the number of cases. A sum over such a dimension "
          "is refused.",
          "{ \"name\": \"factor\", \"foi:role\": \"dimension\", \"foi:multiResponse\": true }"),
    SHOWN(FIELD, "foi:overlapsWith",
          "Labels whose figures count some of the same cases, the widest first. The list "
          "stands in the column's description; which way the overlap goes belongs in "
          "`foi:notes`.",
          "{ \"name\": \"factor\", \"foi:overlapsWith\": [\"Abuse/Neglect (all categories)\", "
          "\"Sexual abuse\", \"Physical abuse\"] }"),
    SHOWN(FIELD, "foi:alternatives",
          "`true`: the labels are different ways to break down the same cases (by ethnicity, "
          "by sex, by age). Figures of different labels are not added up: choose one with "
          "`where`.",
          "{ \"name\": \"breakdown\", \"foi:role\": \"dimension\", \"foi:alternatives\": true }"),
    SHOWN(FIELD, "foi:stock",
          "Which labels of a dimension are stocks: how many there are as at a date. The others "
          "named are flows (`foi:flow`). Where a column of counts holds the one or the other, "
          "it says so itself with `true`. Stocks and flows are not added up, not compared and "
          "not put into one column; and a stock is not added up over years, because those who "
          "are still there would be counted again at every date.",
          "{ \"name\": \"looked_after\", \"type\": \"integer\", \"foi:role\": \"count\", "
          "\"foi:stock\": true }"),
    SHOWN(FIELD, "foi:flow",
          "Which labels of a dimension are flows: how many came or went during a period; or "
          "`true`, of a column of counts. See `foi:stock`.",
          "{ \"name\": \"status\", \"foi:role\": \"dimension\", \"foi:flow\": [\"closed\", "
          "\"opened\"], \"foi:stock\": [\"active\"] }"),
    SHOWN(FIELD, "foi:stockFlow",
          "The same in one object, a label and what it is: `\"stock\"` or `\"flow\"`.",
          "{ \"name\": \"status\", \"foi:role\": \"dimension\", \"foi:stockFlow\": { "
          "\"opened\": \"flow\", \"active\": \"stock\" } }"),
    SHOWN(FIELD, "foi:partYears",
          "Labels of a period that cover only part of a year, and in words which part. A part "
          "of a year is not added to whole years, and `t:compare` and `t:trend` do not set it "
          "beside them; two parts are compared only where the words are the same. It is stated "
          "among the notes (\"Part of a year: 2025 (Year) covers 1 January to 5 March.\").",
          "{ \"name\": \"year\", \"type\": \"year\", \"foi:role\": \"period\", "
          "\"foi:partYears\": { \"2025\": \"1 January to 5 March\" } }"),
    SHOWN(FIELD, "foi:base",
          "What a share of this column is a share of, in words.",
          "{ \"name\": \"count\", \"foi:role\": \"count\", \"foi:base\": \"the 1,398 "
          "assessments closed immediately after assessment\" }"),
    SHOWN(FIELD, "foi:denominatorRule",
          "How a population is matched to a period, in a sentence that the output repeats.\n\n"
          "The Department for Education follows this rule: in its published rates of children "
          "looked after, the population column is the mid-(Y-1) estimate of the Office for "
          "National Statistics. A table that carries the year it serves as a column of its own "
          "(`year_ending_march` in `leicester_children_0_17`) can be joined on it.",
          "{ \"name\": \"children\", \"foi:role\": \"population\",\n"
          "  \"foi:denominatorRule\": \"A year ending 31 March Y uses the mid-(Y-1) "
          "estimate.\" }"),
    SHOWN(FIELD, "foi:notes",
          "Notes about this field, unless they name `fields`: see `foi:notes` of the package.",
          "{ \"name\": \"cases\", \"foi:notes\": [\"Cases include unborn children.\"] }"),
    SAYS(NOTE, "note",
          "the sentence"),
    SAYS(NOTE, "fields",
          "these fields: below tables that show one of them"),
    SAYS(NOTE, "where",
          "rows with these labels of one field: below tables that show such rows, and that "
          "field"),
    SAYS(NOTE, "marks",
          "cells with these marks, in these fields or in any: below tables that show such cells"),
    SAYS(NOTE, "general",
          "`true`: background, below no table"),
    SAYS(BREAK, "field",
          "a field of periods"),
    SAYS(BREAK, "from",
          "its first label of the new meaning"),
    SAYS(BREAK, "why",
          "a sentence"),
    SAYS(CHECK, "kind",
          "what is tested: see below"),
    SAYS(CHECK, "check",
          "the same as `kind`"),
    SAYS(CHECK, "dimension",
          "the field of labels"),
    SAYS(CHECK, "total",
          "the label, or of `columns_total` the field, that is the total"),
    SAYS(CHECK, "value",
          "the field of counts"),
    SAYS(CHECK, "opened",
          "of `stock_flow`: the label that counts what came"),
    SAYS(CHECK, "closed",
          "the label that counts what went"),
    SAYS(CHECK, "active",
          "the label that counts what was there in the end"),
    SAYS(CHECK, "by",
          "fields, within each group of whose labels it holds; of `unique`, the key"),
    SAYS(CHECK, "where",
          "`{\"level\": \"LA\"}`: only the groups with that label of a field that is in `by`; "
          "for use where other groups are rounded and cannot add up"),
    SAYS(CHECK, "parts",
          "of `columns_total`: the fields that make the total"),
    SAYS(MARK, "mark",
          "its name"),
    SAYS(MARK, "lo",
          "the least that such a cell can be"),
    SAYS(MARK, "hi",
          "the most"),
    SAYS(MARK, "label",
          "what it means, for people"),
    {.name = NULL},
};

const struct package_kind package_kinds[] = {
    {"parts_total",
     "`dimension`, `total`, `value`, `by`",
     "within each group of `by`, the `value` at the label `total` is the sum of those at "
     "the other labels of `dimension` (C101). Where the other parts already make the "
     "total, blank parts are 0 by implication: their bounds become 0 to 0, the mark stays "
     "(C102). A group without a total row is skipped"},
    {"columns_total",
     "`parts`, `total`",
     "in every row the field `total` is the sum of the fields `parts` (C101, C102), as in "
     "a wide table; `by` names the rows in what is found"},
    {"stock_flow",
     "`dimension`, `value`, `opened`, `closed`, `active`, `by`",
     "within each group of `by`, active - opened + closed, the implied opening stock, is "
     "not negative (C103)"},
    {"unique",
     "`by`",
     "no two rows have the same labels in `by` (C104)"},
    {NULL, NULL, NULL},
};

const struct package_type package_types[] = {
    {"string", false, false,
     "labels"},
    {"integer", true, true,
     "whole numbers"},
    {"number", true, false,
     "numbers: with a point as decimal mark, and commas between thousands where there are "
     "any"},
    {"year", false, false,
     "labels; without a `foi:role` it is a `period`"},
    {"any", false, false,
     "labels"},
    {NULL, false, false, NULL},
};

const char package_example_csv[] = "area,status,beds\n"
    "North,opened,12\n"
    "North,active,c\n"
    "All areas,opened,30\n"
    "All areas,active,41\n";

const char package_example[] =
    "{\n"
    "  \"$schema\": \"https://datapackage.org/profiles/2.0/datapackage.json\",\n"
    "  \"name\": \"beds\",\n"
    "  \"title\": \"Beds by area\",\n"
    "  \"sources\": [\n"
    "    { \"title\": \"Reply to request 123\", \"foi:body\": \"Example Council\", "
    "\"foi:request\": \"Beds\", \"foi:date\": \"2024/25\" }\n"
    "  ],\n"
    "  \"licenses\": [{ \"name\": \"OGL-UK-3.0\", \"title\": \"Open Government Licence "
    "v3.0\" }],\n"
    "  \"foi:published\": true,\n"
    "  \"foi:notes\": [\"Beds in private homes are not counted.\"],\n"
    "  \"foi:checks\": [{ \"kind\": \"unique\", \"by\": [\"area\", \"status\"] }],\n"
    "  \"resources\": [\n"
    "    {\n"
    "      \"name\": \"beds\",\n"
    "      \"path\": \"beds.csv\",\n"
    "      \"schema\": {\n"
    "        \"fields\": [\n"
    "          { \"name\": \"area\", \"type\": \"string\", \"foi:role\": \"dimension\", "
    "\"foi:totals\": \"All areas\",\n"
    "            \"constraints\": { \"enum\": [\"North\", \"All areas\"] } },\n"
    "          { \"name\": \"status\", \"type\": \"string\", \"foi:role\": "
    "\"dimension\", \"foi:flow\": [\"opened\"], \"foi:stock\": [\"active\"] },\n"
    "          { \"name\": \"beds\", \"type\": \"integer\", \"foi:role\": \"count\", "
    "\"foi:unit\": \"beds\",\n"
    "            \"missingValues\": [{ \"value\": \"c\", \"label\": \"suppressed: 1 to "
    "4\" }],\n"
    "            \"foi:marks\": { \"c\": { \"mark\": \"suppressed\", \"lo\": 1, \"hi\": "
    "4 } } }\n"
    "        ]\n"
    "      }\n"
    "    }\n"
    "  ]\n"
    "}\n";
