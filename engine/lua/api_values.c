/* Rows of columns, reports, answers and errors. */
#include "lua/api.h"

#define SUPPRESSED                                                                                 \
    "local answer = foi.read(\"answer.csv\")\n" /* 41, <5, 1,207                                   \
                                                 */

const struct api api_column[] = {
    {.name = "mark",
     .brief = "What a cell is: ok, or the reason why it has no number.",
     .args = {GIVEN("i", "integer", "the row, from 1")},
     .returns = "string",
     .result = "ok, blank, suppressed, not_available, not_applicable, low, unreliable, unknown, "
               "not_held, refused, exempt or undefined",
     .errors = "A104",
     .example = SUPPRESSED
     "print(answer.referrals:mark(1), answer.referrals:mark(2)) --> ok\tsuppressed\n"},
    {.name = "bounds",
     .brief = "Between which numbers a cell lies.",
     .args = {GIVEN("i", "integer", "the row, from 1")},
     .returns = "number?, number?",
     .result =
         "the least and the largest possible value: the number itself twice, or what is "
         "known of a marked cell; nil where nothing is. Where one end alone is known the other is "
         "infinite: a sum of counts one of which may be any number is at least the others",
     .errors = "A104",
     .example = SUPPRESSED "print(answer.referrals:bounds(2)) --> 1.0\t4.0\n"},
    {.name = "marks",
     .brief = "How many cells have each mark.",
     .returns = "table<string, integer>",
     .result = "the numbers by mark; marks that do not occur are left out",
     .example = SUPPRESSED "local marks = answer.referrals:marks()\n"
                           "print(marks.ok, marks.suppressed, marks.blank) --> 2\t1\tnil\n"},
    {.name = "labels",
     .brief = "The labels of a column of labels.",
     .returns = "string[]",
     .result = "every label once, in the declared order",
     .errors = "D211",
     .example =
         SUPPRESSED "print(table.concat(answer.group:labels(), \" \")) --> North South East\n"},
    {.name = "name",
     .brief = "The name of the column in its table.",
     .returns = "string",
     .example = SUPPRESSED "print(answer.referrals.name) --> referrals\n",
     .field = true},
    {.name = "type",
     .brief = "What the cells are: \"number\" or \"label\".",
     .returns = "string",
     .example = SUPPRESSED "print(answer.group.type, answer.referrals.type) --> label\tnumber\n",
     .field = true},
    {.name = "title",
     .brief = "The heading in reports.",
     .returns = "string",
     .example = "print(foi.dataset(\"leicester_population_2011\").population.title) --> People of "
                "all ages, Census 2011\n",
     .field = true,
     .optional = true},
    {.name = "unit",
     .brief = "The unit of the numbers.",
     .returns = "string",
     .example = "print(foi.dataset(\"leicester_population_2011\").population.unit) --> people\n",
     .field = true,
     .optional = true},
    {.name = "measure",
     .brief = "The measure that gave the numbers.",
     .returns = "string",
     .example =
         SUPPRESSED "local r = answer:rate { count = \"referrals\", population = \"children\" }\n"
                    "print(r.rate_lower.measure) --> rate.ci.garwood_exact\n",
     .field = true,
     .optional = true},
    {.name = "comparator",
     .brief = "What the numbers are compared with.",
     .returns = "string",
     .example =
         "local t = foi.table(\"made_up\", { { \"ratio\", { 1.5 }, comparator = \"White\" } })\n"
         "print(t.ratio.comparator) --> White\n",
     .field = true,
     .optional = true},
    {.name = "denominator",
     .brief = "What the numbers are divided by.",
     .returns = "string",
     .example =
         SUPPRESSED "local r = answer:rate { count = \"referrals\", population = \"children\" }\n"
                    "print(r.rate_lower.denominator) --> children\n",
     .field = true,
     .optional = true},
    {.name = "totals",
     .brief = "The label that is the total of the others.",
     .returns = "string",
     .example = "print(foi.dataset(\"leicester_early_help_2017\").group.totals) --> Grand Total\n",
     .field = true,
     .optional = true},
    {.name = "role",
     .brief = "What the column is for: count, population, dimension, period, share, note or unit.",
     .returns = "string",
     .example = "print(foi.dataset(\"leicester_early_help_2017\").cases.role) --> count\n",
     .field = true,
     .optional = true},
    {.name = "timing",
     .brief = "When its counts count: \"stock\" (as at a date) or \"flow\" (during a period).",
     .returns = "string",
     .example = "print(foi.dataset(\"england_assessment_factors\").episodes.timing) --> flow\n",
     .field = true,
     .optional = true},
    {.name = "unknown",
     .brief = "The labels that mean: group not known.",
     .returns = "string[]",
     .example = "print(foi.dataset(\"leicester_early_help_2017\").group.unknown[1]) --> "
                "Information not yet obtained\n",
     .field = true,
     .optional = true},
    {.name = NULL},
};

#define LIMITS                                                                                     \
    NAMED_OR("lower", "string", "value .. \"_lower\", if it is there",                             \
             "the column of lower limits"),                                                        \
        NAMED_OR("upper", "string", "value .. \"_upper\", if it is there",                         \
                 "the column of upper limits")

#define TWO_AREAS                                                                                  \
    "local t = foi.table(\"made_up\", { { \"area\", { \"North\", \"South\" } },\n"                 \
    "  { \"cases\", { 40, 18 }, count = true }, { \"people\", { 2000, 1500 } } })\n"               \
    "local report = foi.report { title = \"Referrals\" }\n"

#define PANELS                                                                                     \
    NAMED_OR("panels", "string", "nil",                                                            \
             "a column of labels: small multiples, a panel for each of them, all on one scale")

const struct api api_report[] = {
    {.name = "heading",
     .brief = "Adds a heading.",
     .args = {GIVEN("text", "string", "the heading")},
     .returns = "foi.Report",
     .result = "the report",
     .errors = "A103",
     .example = "local report = foi.report { title = \"Referrals\" }\n"
                "print(report:heading \"By area\" == report) --> true\n"},
    {.name = "text",
     .brief = "Adds paragraphs.",
     .args = {GIVEN("text", "string", "Markdown; raw HTML in it is not passed on")},
     .returns = "foi.Report",
     .result = "the report",
     .errors = "A103",
     .example = "local report = foi.report { title = \"Referrals\" }\n"
                "print(report:text \"All figures are *made up*.\" == report) --> true\n"},
    {.name = "caution",
     .brief = "Adds what a reader must know before quoting a number.",
     .args = {GIVEN("text", "string", "a sentence or more, in a box of their own")},
     .returns = "foi.Report",
     .result = "the report",
     .errors = "A103",
     .example = "local report = foi.report { title = \"Referrals\" }\n"
                "print(report:caution \"Adults are included.\" == report) --> true\n"},
    {.name = "note",
     .brief = "Adds what else belongs to the figures around it.",
     .args = {GIVEN("text", "string", "a sentence or more")},
     .returns = "foi.Report",
     .result = "the report",
     .errors = "A103",
     .example = "local report = foi.report { title = \"Referrals\" }\n"
                "print(report:note \"The areas are those of 2023.\" == report) --> true\n"},
    {.name = "checks",
     .brief =
         "Puts the checks of the data here; otherwise they stand at the end. A report has them "
         "once.",
     .returns = "foi.Report",
     .result = "the report",
     .errors = "A104",
     .example = "local report = foi.report { title = \"Referrals\" }\n"
                "print(report:heading(\"Do the figures agree?\"):checks() == report) --> true\n"},
    {.name = "cannot",
     .brief = "Adds a question that has no answer, and why.",
     .args = {GIVEN("question", "string", "what was asked"),
              GIVEN("reason", "string", "why it cannot be computed, as a part of a sentence")},
     .returns = "foi.Report",
     .result = "the report",
     .errors = "A103",
     .example = "local report = foi.report { title = \"Referrals\" }\n"
                "print(report:cannot(\"Change over time\", \"there is one year only.\") == report) "
                "--> true\n"},
    {.name = "table",
     .brief = "Adds a table with its units, marks, measures, notes and sources.",
     .args = {GIVEN("t", "foi.Table", "the table"),
              NAMED_OR("title", "string", "nil", "its caption"),
              NAMED_OR("columns", "string[]", "all", "the columns to show, in order")},
     .returns = "foi.Report",
     .result = "the report",
     .errors = "A101 A103 D210",
     .example = "local t = foi.table(\"made_up\", { { \"area\", { \"North\" } }, { \"cases\", { 44 "
                "} } })\n"
                "local report = foi.report { title = \"Referrals\" }\n"
                "print(report:table(t, { title = \"Cases by area\" }) == report) --> true\n"},
    {.name = "forest",
     .brief = "Adds a forest plot: one line for each row, from its lower to its upper limit.",
     .args = {GIVEN("t", "foi.Table", "the table"),
              NAMED_OR("value", "string", "\"ratio\"", "the column of estimates"),
              NAMED_OR("lower", "string", "value .. \"_lower\"", "the column of lower limits"),
              NAMED_OR("upper", "string", "value .. \"_upper\"", "the column of upper limits"),
              NAMED_OR(
                  "label", "string|string[]",
                  "the first column of labels, and the next as far as rows need to be told apart",
                  "what names the rows: one column of labels, or several"),
              NAMED_OR("title", "string", "nil", "its caption"),
              NAMED_OR("reference", "number", "1 for ratios, else none", "where a line stands"),
              NAMED_OR("log", "boolean", "true for ratios", "a logarithmic axis"),
              NAMED_OR("axis", "string", "from the column's words", "the title of the axis"),
              NAMED_OR("count", "string", "nil", "the column of events, shown in each row"),
              NAMED_OR("population", "string", "nil", "the column of people at risk, behind it"),
              PANELS},
     .returns = "foi.Report",
     .result = "the report",
     .errors = "A101 A103 D210 D211",
     .example = "local t = foi.table(\"made_up\", { { \"area\", { \"North\", \"South\" } },\n"
                "  { \"ratio\", { 1.5, 0.8 } }, { \"ratio_lower\", { 1.2, 0.5 } },\n"
                "  { \"ratio_upper\", { 1.9, 1.3 } } })\n"
                "local report = foi.report { title = \"Referrals\" }\n"
                "print(report:forest(t, { title = \"Against the East\", axis = \"Rate ratio\" }) "
                "== report) "
                "--> true\n"},
    {.name = "funnel",
     .brief = "Adds a funnel plot: each place at its size and its rate, among the limits of chance "
              "and, where there are some, of the usual spread.",
     .args = {GIVEN("t", "foi.Table", "what `table.funnel` gave, sorted or cut as you like"),
              NAMED_OR("title", "string", "nil", "its caption"),
              NAMED_OR("value", "\"rate\"|\"ratio\"", "\"rate\"", "what goes up"),
              NAMED_OR("size", "string", "the population",
                       "the column that goes across; \"expected\" "
                       "for the expected events"),
              NAMED_OR("label", "string", "the first column of labels", "what names the places"),
              PANELS},
     .returns = "foi.Report",
     .result = "the report",
     .errors = "A101 A103 A104 D210 D211",
     .example = TWO_AREAS
     "print(report:funnel(t:funnel { count = \"cases\", population = \"people\" }, {\n"
     "  title = \"Referrals by area\" }) == report) --> true\n"},
    {.name = "trend",
     .brief =
         "Adds a trend chart: a line over the years for each series, with its limits. The line "
         "is interrupted where the series breaks (the table's `breaks`, which are drawn and "
         "stated), where a year is missing and where a figure is hidden.",
     .args = {GIVEN("t", "foi.Table", "the table: a row for each year, or each year of a series"),
              NAMED("by", "string", "the column of years"),
              NAMED_OR("value", "string", "\"rate\"", "the column of figures"),
              NAMED_OR("series", "string", "nil",
                       "the column of labels whose lines these are; more than four become panels"),
              LIMITS, NAMED_OR("title", "string", "nil", "its caption"), PANELS},
     .returns = "foi.Report",
     .result = "the report",
     .errors = "A101 A102 A103 A104 D210 D211 D216",
     .example = "local t = foi.table(\"made_up\", { { \"year\", { \"2023\", \"2024\" } },\n"
                "  { \"cases\", { 40, 18 }, count = true }, { \"people\", { 2000, 1500 } } })\n"
                "local report = foi.report { title = \"Referrals\" }\n"
                "print(report:trend(t:rate { count = \"cases\", population = \"people\" }, {\n"
                "  by = \"year\", title = \"Referrals by year\" }) == report) --> true\n"},
    {.name = "ranked",
     .brief =
         "Adds a ranked dot plot: places in the order of their figures, each named and with its "
         "interval, around a line that they are compared with. Marks tell which intervals lie "
         "apart from the line. Places without a figure stand below, with the reason.",
     .args =
         {GIVEN("t", "foi.Table",
                "the table: a row a place; with the columns of `table.ranks` "
                "the tooltips give the ranks that chance allows"),
          NAMED_OR("value", "string", "\"rate\"", "the column of figures"), LIMITS,
          NAMED_OR("label", "string|string[]",
                   "the first column of labels, and the next as far as rows need to be told apart",
                   "what names the places"),
          NAMED_OR("reference", "number|string", "the target of `table.funnel`, if it is there",
                   "where the line stands: a number, \"mean\", or the label of a row such as "
                   "\"England\", which is then no place among the others"),
          NAMED_OR("reference_name", "string", "nil", "what a number is called"),
          NAMED_OR("highlight", "string|string[]", "nil", "the labels of rows that stand out"),
          NAMED_OR("first", "\"largest\"|\"smallest\"", "\"largest\"",
                   "which figure is at the top"),
          NAMED_OR("title", "string", "nil", "its caption"), PANELS},
     .returns = "foi.Report",
     .result = "the report",
     .errors = "A101 A102 A103 A104 D210 D211",
     .example = TWO_AREAS
     "print(report:ranked(t:rate { count = \"cases\", population = \"people\" }, {\n"
     "  reference = 166, reference_name = \"England\", highlight = \"South\" }) == report) "
     "--> true\n"},
    {.name = "bars",
     .brief =
         "Adds a bar chart: a bar from 0 for each category, or for each series within it, with "
         "its limits. A hidden figure is a hollow bar over its bounds.",
     .args = {GIVEN("t", "foi.Table",
                    "the table: a row for each category, or each series of a category"),
              NAMED("by", "string", "the column of labels that are the categories"),
              NAMED_OR("value", "string", "\"rate\"", "the column of figures"),
              NAMED_OR("series", "string", "nil",
                       "the column of labels whose bars stand side by side; at most four"),
              LIMITS, NAMED_OR("title", "string", "nil", "its caption"), PANELS},
     .returns = "foi.Report",
     .result = "the report",
     .errors = "A101 A102 A103 A104 D210 D211",
     .example =
         TWO_AREAS "print(report:bars(t:rate { count = \"cases\", population = \"people\" }, {\n"
                   "  by = \"area\", title = \"Referrals by area\" }) == report) --> true\n"},
    {.name = "composition",
     .brief =
         "Adds a composition chart: each category as a bar of 100%, split into its parts. Parts "
         "whose group is not known stay in it; what hidden parts leave open is drawn as open. "
         "Refuses what are no parts of a whole: labels of which one case can carry several, a "
         "total beside its parts, numbers below 0.",
     .args = {GIVEN("t", "foi.Table", "the table: a row for each part of each category"),
              NAMED("value", "string",
                    "the column of counts, whose shares are computed, or of shares in %"),
              NAMED("by", "string", "the column of labels that are the categories"),
              NAMED("series", "string", "the column of labels that are the parts; at most eight"),
              NAMED_OR("of", "string", "the sum of the parts",
                       "the column of wholes; what is in none of the parts stays blank"),
              NAMED_OR("title", "string", "nil", "its caption"), PANELS},
     .returns = "foi.Report",
     .result = "the report",
     .errors = "A101 A102 A103 A104 D210 D211 D212 D216",
     .example = "local t = foi.table(\"made_up\", {\n"
                "  { \"area\", { \"North\", \"North\", \"South\", \"South\" } },\n"
                "  { \"sex\", { \"Girls\", \"Boys\", \"Girls\", \"Boys\" } },\n"
                "  { \"children\", { 20, 30, 44, 46 }, count = true } })\n"
                "local report = foi.report { title = \"Referrals\" }\n"
                "print(report:composition(t, { value = \"children\", by = \"area\",\n"
                "  series = \"sex\",\n"
                "  title = \"Children referred, by sex\" }) == report) --> true\n"},
    {.name = "cascade",
     .brief =
         "Adds a cascade chart: stages from top to bottom, and at each of them the ratio of each "
         "group to the reference group with its limits, on a log axis; beside it the cumulative "
         "ratio from the first stage on. A stage names what it is divided by, and the share "
         "whose group is not known.",
     .args =
         {GIVEN("t", "foi.Table",
                "what `table.cascade` gave of one series, with a reference group; or a table with "
                "a row for each stage and group"),
          NAMED_OR("stage", "string", "\"stage\"", "the column of the stages, in their order"),
          NAMED_OR("group", "string", "the column behind the stages",
                   "the column of the groups; more than four become panels"),
          NAMED_OR("value", "string", "\"ratio\"", "the column of ratios"), LIMITS,
          NAMED_OR("feeder", "string", "the stage before, in what `table.cascade` gave",
                   "the column of labels that say what each stage is divided by"),
          NAMED_OR("title", "string", "nil", "its caption"), PANELS},
     .returns = "foi.Report",
     .result = "the report",
     .errors = "A101 A102 A103 A104 D210 D211",
     .example = "local t = foi.table(\"made_up\", { { \"group\", { \"White\", \"Black\" } },\n"
                "  { \"referred\", { 1000, 200 } }, { \"assessed\", { 500, 140 } } })\n"
                "local c = t:cascade { stages = { \"referred\", \"assessed\" }, group = \"group\", "
                "reference = "
                "\"White\" }\n"
                "local report = foi.report { title = \"Referrals\" }\n"
                "print(report:cascade(c, { title = \"From referral to assessment\" }) == report) "
                "--> true\n"},
    {.name = NULL},
};

const struct api api_answer[] = {
    {.name = "measure",
     .brief = "The measure that was used.",
     .returns = "string",
     .example = "print(foi.stats.prop.ci.wilson({ x = 44, n = 724 }).measure) --> prop.ci.wilson\n",
     .field = true},
    {.name = "note",
     .brief = "Why nothing, or not everything, can be computed.",
     .returns = "string",
     .example = "print(foi.stats.prop.ci.wilson({ x = 0, n = 0 }).note) --> a proportion of "
                "nobody: n is 0\n",
     .field = true,
     .optional = true},
    {.name = NULL},
};

#define CAUGHT "local _, e = pcall(foi.rate, { count = 3, popluation = 10 })\n"

const struct api api_error[] = {
    {.name = "code",
     .brief = "The code; `foistat help CODE` explains it.",
     .returns = "string",
     .example = CAUGHT "print(e.code) --> A101\n",
     .field = true},
    {.name = "class",
     .brief = "What kind of trouble: argument, data, math, undefined, io, script, limit, usage or "
              "internal.",
     .returns = "string",
     .example = CAUGHT "print(e.class) --> argument\n",
     .field = true},
    {.name = "message",
     .brief = "What is wrong, without the place.",
     .returns = "string",
     .example = CAUGHT "print(e.message) --> foi.rate has no argument 'popluation'\n",
     .field = true},
    {.name = "hint",
     .brief = "What to do next.",
     .returns = "string",
     .example = CAUGHT "print(e.hint) --> did you mean 'population'? it takes count, population, "
                       "per, method, conf_level\n",
     .field = true,
     .optional = true},
    {.name = "file",
     .brief = "The script or data file with the mistake.",
     .returns = "string",
     .example = CAUGHT "print(type(e.file)) --> string\n",
     .field = true,
     .optional = true},
    {.name = "line",
     .brief = "The line in that file, from 1; 0 when it is not known.",
     .returns = "integer",
     .example = CAUGHT "print(e.line > 0) --> true\n",
     .field = true},
    {.name = "column",
     .brief = "The column in that line, from 1; 0 when it is not known.",
     .returns = "integer",
     .example = CAUGHT "print(e.column) --> 0\n",
     .field = true},
    {.name = NULL},
};
