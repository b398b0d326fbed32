/* Rows of tables and grouped tables. */
#include "lua/api_words.h"

/* Lines that most examples begin with. */
#define VISITS                                                                                     \
    "local t = foi.table(\"visits\", {\n"                                                          \
    "  { \"area\", { \"North\", \"South\", \"North\", \"South\" } },\n"                            \
    "  { \"year\", { \"2019\", \"2019\", \"2020\", \"2020\" } },\n"                                \
    "  { \"visits\", { 120, 80, 130, 95 }, count = true } })\n"
#define PEOPLE                                                                                     \
    "local t = foi.table(\"visits\", {\n"                                                          \
    "  { \"area\", { \"North\", \"South\" } },\n"                                                  \
    "  { \"visits\", { 130, 95 }, count = true },\n"                                               \
    "  { \"people\", { 10798, 20385 } } })\n"

const struct api api_table[] = {
    {.name = "where",
     .brief = "Keeps the rows that satisfy every condition.",
     .args = {GIVEN("conditions", "table|fun(row: table): boolean",
                    "`column = value`, or `column = {values}` for any of them; or a function of "
                    "the row, in which marked cells are nil")},
     .returns = "foi.Table",
     .result = "the rows in their order; a value that no row has is an error, because an empty "
               "result looks like a finding",
     .errors = "D210 D211 D216 A103",
     .example = VISITS "print(#t:where { area = \"North\", year = { \"2019\", \"2020\" } }) --> 2\n"
                       "print(#t:where(function(row) return row.visits > 100 end)) --> 2\n"},
    {.name = "select",
     .brief = "Keeps some columns, in the order asked for.",
     .args = {GIVEN("...", "string|string[]", "names of columns, or one list of them")},
     .returns = "foi.Table",
     .result = "the columns named",
     .errors = "D210 A103",
     .example = VISITS
     "print(table.concat(t:select(\"visits\", \"area\"):columns(), \" \")) --> visits area\n"},
    {.name = "derive",
     .brief = "Adds a column, or puts one in the place of that name.",
     .args = {GIVEN("name", "string", "the column's name"),
              GIVEN("value",
                    "foi.Column|number|string|(number|string|false)[]|fun(row: table): any",
                    "a column, one value for all rows, a list, or a function of the row"),
              API_COLUMN_WORDS},
     .returns = "foi.Table",
     .result = "the table with the column; a function that returns nil marks the cell as undefined",
     .errors = "A101 A103 A104 A105",
     .example = VISITS
     "local halves = t:derive(\"half\", t.visits / 2, { title = \"Half the visits\" })\n"
     "print(halves.half[1], halves.half.title) --> 60.0\tHalf the visits\n"
     "print(t:derive(\"busy\", function(row) return row.visits > 100 and \"yes\" or \"no\" end)"
     ".busy[2]) --> no\n"},
    {.name = "relabel",
     .brief = "Reads labels by a declared table of labels: synonyms, codes, other systems of "
              "groups.",
     .args = {NAMED("column", "string", "the column of labels"),
              NAMED("using", "string|foi.Table|table<string, string>",
                    "the table of labels: a dataset such as \"ethnic_groups\", a table with its "
                    "columns, or a script's own `[\"old label\"] = \"new label\"`"),
              NAMED_OR("to", "string", "the only system", "the system of the new labels"),
              NAMED_OR("from", "string", "the system that has all labels",
                       "the system of the labels there are"),
              NAMED_OR("name", "string", "the column itself", "what the new column is called"),
              NAMED_OR("title", "string", "as it is", "its heading in reports"),
              NAMED_OR("fold", "string|string[]", "nil",
                       "what is not seen when labels are compared: \"case\" (A to Z), \"space\" "
                       "(no-break spaces, several in a row, at the ends), \"dash\"")},
     .returns = "foi.Table",
     .result = "the table with the column, whose labels are in their declared order and whose "
               "totals and labels of groups not known are declared too; notes list every label "
               "that was not read as it stands. A label that is not declared is an error that "
               "lists them all",
     .errors = "A101 A102 A103 A104 D210 D211 D212 D214 D218 D219 D220",
     .example = "local t = foi.table(\"made_up\", { { \"group\", { \"WBRI\", \"Asian - "
                "Bangaladeshi\" } } })\n"
                "local five = t:relabel { column = \"group\", using = \"ethnic_groups\", to = "
                "\"five_groups\" }\n"
                "print(five.group[1], five.group[2]) --> White\tAsian\n"
                "print(five:notes()[2]) --> 1 label of 'group' was read as misspelt: 'Asian - "
                "Bangaladeshi' as 'Asian - Bangladeshi'.\n"},
    {.name = "by",
     .brief = "Puts rows with the same labels together, to be added up or counted.",
     .args = {GIVEN("...", "string", "columns of labels")},
     .returns = "foi.Grouped",
     .result = "the groups, on which `sum`, `count`, `disproportionality` and `comparators` work",
     .errors = "D210 D211",
     .example = VISITS "local by_area = t:by(\"area\"):sum(\"visits\")\n"
                       "print(by_area.area[1], by_area.visits[1]) --> North\t250\n"},
    {.name = "sum",
     .brief = "Adds up columns over all rows.",
     .args = {GIVEN("...", "string", "columns of numbers")},
     .returns = "foi.Table",
     .result = "one row; where a cell is marked the sum is marked too and has bounds. A sum that "
               "would count something twice is an error that says why",
     .errors = "D210 D211 D212",
     .example = VISITS "print(t:sum(\"visits\").visits[1]) --> 425\n"},
    {.name = "count",
     .brief = "Counts the rows.",
     .returns = "foi.Table",
     .result = "one row with the column `rows`",
     .example = VISITS "print(t:count().rows[1]) --> 4\n"},
    {.name = "join",
     .brief = "Adds the columns of another table, row by row, where the labels are the same.",
     .args = {GIVEN("other", "foi.Table", "the table whose columns are added"),
              GIVEN("on", "string|string[]", "columns of labels that both have"),
              NAMED_OR("optional", "boolean", "false",
                       "rows without a partner are kept, marked as not available")},
     .returns = "foi.Table",
     .result = "every row of the first table, once; a row without a partner or with several is an "
               "error that lists them",
     .errors = "A101 A103 D210 D211 D213",
     .example =
         VISITS "local people = foi.table(\"people\", { { \"area\", { \"South\", \"North\" } },\n"
                "  { \"people\", { 20385, 10798 } } })\n"
                "print(t:join(people, \"area\").people[1]) --> 10798.0\n"},
    {.name = "pivot",
     .brief = "Makes one column of each label: a table as people read it.",
     .args = {NAMED("rows", "string|string[]", "the columns that stay"),
              NAMED("across", "string", "the column whose labels become columns"),
              NAMED("values", "string", "the column of numbers that fills them")},
     .returns = "foi.Table",
     .result = "one row for each combination of `rows`; cells for which there is no row are "
               "marked as not available",
     .errors = "A101 A102 A103 D210 D211 D212",
     .example = VISITS
     "local wide = t:pivot { rows = \"area\", across = \"year\", values = \"visits\" }\n"
     "print(table.concat(wide:columns(), \" \"), wide[\"2020\"][2]) --> area 2019 2020\t95\n"},
    {.name = "unpivot",
     .brief = "Makes one row of each cell: a table with years across the top, as it is analysed.",
     .args = {NAMED("rows", "string|string[]", "the columns that stay; all others become rows"),
              NAMED("across", "string", "the name of the new column that holds their names"),
              NAMED("values", "string", "the name of the new column that holds their numbers")},
     .returns = "foi.Table",
     .result = "one row for each row and column, with marks, bounds and notes; names that are all "
               "years are a period",
     .errors = "A101 A102 A103 D210 D211 D217",
     .example =
         "local wide = foi.table(\"made_up\", { { \"area\", { \"North\", \"South\" } },\n"
         "  { \"2019/20\", { 120, 80 } }, { \"2020/21\", { 130, false } } })\n"
         "local long = wide:unpivot { rows = \"area\", across = \"year\", values = \"visits\" }\n"
         "print(#long, long.area[2], long.year[2], long.visits[2], long.year.role)\n"
         "--> 4\tNorth\t2020/21\t130.0\tperiod\n"},
    {.name = "sort",
     .brief = "Sorts the rows by one column; rows that are equal in it keep their order.",
     .args = {GIVEN("column", "string", "its name; labels are sorted in their declared order"),
              NAMED_OR("descending", "boolean", "false", "largest first")},
     .returns = "foi.Table",
     .result = "the rows sorted, those with marked cells last",
     .errors = "A101 A103 D210",
     .example = VISITS "print(t:sort(\"visits\", { descending = true }).visits[1]) --> 130\n"},
    {.name = "concat",
     .brief = "Puts the rows of another table behind those of this one.",
     .args = {GIVEN("other", "foi.Table", "a table with the same columns")},
     .returns = "foi.Table",
     .result = "the rows of both",
     .errors = "A103 D210 D211 D217",
     .example = VISITS "print(#t:concat(t:where { year = \"2019\" })) --> 6\n"},
    {.name = "answered",
     .brief =
         "Says in a sentence how many of those who were asked gave a figure, and why the others "
         "did not.",
     .args = {API_ANSWERED},
     .returns = "string",
     .result = "the sentence, for a report's text or for `note`. Who has several rows counts as "
               "answered when each of them holds a figure",
     .errors = "A101 A102 A103 D210 D216",
     .example = "local areas = foi.dataset \"england_referrals\"\n"
                "  :where { level = \"LA\", year_ending_march = \"2021\" }\n"
                "print(areas:answered { column = \"referrals\", group = \"area_code\", called = "
                "\"authorities\" })\n"
                "--> Figures from 150 of 151 authorities (1 not available).\n"},
    {.name = "tighten",
     .brief = "Narrows the bounds of hidden counts by the totals that are published beside them.",
     .args = {NAMED("parts", "string|string[]",
                    "the column of labels (or several) whose labels make a total; without `count` "
                    "the columns of counts that make the column `total`"),
              NAMED("total", "string|string[]",
                    "the label that is the total, one for each column of parts; without `count` "
                    "the column of totals"),
              NAMED_OR("count", "string", "nil", "the column of counts, where parts are labels"),
              NAMED_OR("within", "string|string[]", "nil",
                       "what the rows of one total share; all other columns of labels and years "
                       "but notes, when left out"),
              NAMED_OR("least", "number", "0",
                       "the least that a suppressed cell without a published range can be: 1 where "
                       "the source prints every 0"),
              NAMED_OR("most", "number", "nil",
                       "the most that it can be, if no larger cell is hidden to protect another"),
              NAMED_OR("published", "boolean", "false",
                       "the figures are public as they stand, though no package says so")},
     .returns = "foi.Table",
     .result = "the same table; marks stay, bounds are as narrow as the totals make them, and a "
               "note says of how many cells. Exact where a cell belongs to one total; of two-way "
               "tables the bounds hold, and may not be the narrowest",
     .errors = "A101 A102 A103 A104 A105 D210 D211 D216 D222 D223",
     .example = "local t = foi.dataset \"england_looked_after_by_ethnicity\"\n"
                "  :where { area_code = \"E06000016\", year_ending_march = \"2021\" }\n"
                "local how = { count = \"looked_after\", parts = \"group\", total = \"Total\", "
                "least = 1 }\n"
                "print(t:tighten(how).looked_after:bounds(5)) --> 1.0\t9.0\n"
                "how.most = 5\n"
                "print(t:tighten(how).looked_after:bounds(5)) --> 5.0\t5.0\n"},
    {.name = "row",
     .brief = "One row, its cells by column name.",
     .args = {GIVEN("i", "integer", "the row, from 1")},
     .returns = "table",
     .result = "the cells; those that are marked are nil",
     .errors = "A104",
     .example = VISITS "print(t:row(2).area, t:row(2).visits) --> South\t80\n"},
    {.name = "columns",
     .brief = "The names of the columns.",
     .returns = "string[]",
     .result = "the names in order",
     .example = VISITS "print(table.concat(t:columns(), \" \")) --> area year visits\n"},
    {.name = "column",
     .brief = "A column by name, also where a method has that name.",
     .args = {GIVEN("name", "string", "its name")},
     .returns = "foi.Column",
     .result = "the column",
     .errors = "D210",
     .example = VISITS "print(t:column(\"visits\")[1] == t.visits[1]) --> true\n"},
    {.name = "checks",
     .brief = "What the checks on loading found: totals, stocks and flows, repeated rows.",
     .returns = "{code: string, state: \"passed\"|\"noted\"|\"failed\", dataset: string, "
                "rows: integer, found: integer, text: string}[]",
     .result = "one for each check, in order: which table it looked at, at how many of its rows, "
               "how many groups, rows or cells it found, and what; `foistat help CODE` explains "
               "a code",
     .example =
         "local help = foi.dataset \"leicester_early_help_2017\"\n"
         "for _, check in ipairs(help:checks()) do\n"
         "  if check.state == \"failed\" then print(check.code, check.rows, check.found) end\n"
         "  --> C103\t99\t3\n"
         "end\n"},
    {.name = "breaks",
     .brief = "Where its series stop being comparable, as the dataset declares it.",
     .returns = "{field: string, from: string, why: string}[]",
     .result = "one for each break, in order: the column, the first label after the break, and why",
     .example = "print(#foi.dataset(\"leicester_early_help_2017\"):breaks()) --> 0\n"},
    {.name = "notes",
     .brief = "The sentences that stand below the table wherever it is shown.",
     .returns = "string[]",
     .result = "the notes in order",
     .example = VISITS "print(#t:notes(), t:note(\"Made up.\"):notes()[1]) --> 0\tMade up.\n"},
    {.name = "note",
     .brief = "Adds a sentence that stands below the table wherever it is shown.",
     .args = {GIVEN("sentence", "string", "the sentence"),
              NAMED_OR("columns", "string|string[]", "nil",
                       "what it is about: it stands only below tables that show one of these")},
     .returns = "foi.Table",
     .result = "the same table with one note more; in a report a note is printed once, where it "
               "first applies, and those that apply nowhere stand at the end",
     .errors = "A101 A103 D210",
     .example = VISITS "local noted = t:note(\"Made up.\"):note(\"Of visits.\", { columns = "
                       "\"visits\" })\n"
                       "print(#noted:notes(), noted:notes()[2]) --> 2\tOf visits.\n"},
    {.name = "undefined",
     .brief = "In how many rows a measure had no answer.",
     .returns = "integer",
     .result = "the number of rows; the notes say why",
     .example = "local answer = foi.stats.rateratio.ci.exact_conditional {\n"
                "  count1 = { 3, 0 }, exposure1 = 10, count0 = { 2, 0 }, exposure0 = 10 }\n"
                "print(answer:undefined(), answer.estimate[2], answer.estimate:mark(2)) --> "
                "1\tnil\tundefined\n"},
    {.name = "rate",
     .brief = "Adds rates with limits: the columns rate, rate_lower, rate_upper.",
     .args = {API_EVENTS, API_POPULATION("the groups"),
              NAMED_OR("group", "string", "nil",
                       "the column of groups on which a table of populations is joined"),
              API_PER,
              NAMED_OR("method", "string", "\"rate.ci.garwood_exact\"", "name of the measure"),
              API_LEVEL, API_PEOPLE},
     .returns = "foi.Table",
     .result = "the table with three columns more; a marked count makes marked rates",
     .errors = "A101 A102 A103 A104 A106 D210 D213",
     .example =
         PEOPLE "local r = t:rate { count = \"visits\", population = \"people\", per = 1000 }\n"
                "print(foi.fixed(r:column(\"rate\")[1], 2), r:column(\"rate\").unit) --> "
                "12.04\tper 1,000 people\n"},
    {.name = "proportion",
     .brief = "Adds percentages with limits: the columns percentage, percentage_lower, "
              "percentage_upper.",
     .args = {NAMED("count", "string", "the column of those who have it"),
              NAMED("of", "string|number|number[]|foi.Column",
                    "the column of all, or one number for all"),
              NAMED_OR("method", "string", "\"prop.ci.wilson\"", "name of the measure"), API_LEVEL,
              NAMED_OR("name", "string", "\"percentage\"", "what the columns are called")},
     .returns = "foi.Table",
     .result = "the table with three columns more, in percent",
     .errors = "A101 A102 A103 A104 A106 D210",
     .example = PEOPLE "local p = t:proportion { count = \"visits\", of = \"people\" }\n"
                       "print(foi.fixed(p.percentage[1], 2), p.percentage.unit) --> 1.20\t%\n"},
    {.name = "disproportionality",
     .brief = "Compares groups: rates, ratios to a reference group, index, excess, and what the "
              "events of unknown group could change.",
     .args = {API_COMPARISON},
     .returns = "foi.Table",
     .result =
         "one row for each known group, with the columns rate, ratio, index and excess, with "
         "_lower "
         "and _upper where they have limits. When some events have no known group: unknown_lower "
         "and unknown_upper; side by side also rate_proportional, rate_population, rate_all, "
         "ratio_proportional and ratio_population. With minimum sizes the column status: ok, "
         "alternate (the reference group of `fallback` stands in), not_calculated_cell, "
         "not_calculated_n, no_comparison, not_settled (a hidden count) or reference. With tests "
         "p_value and p_adjusted",
     .errors = "A101 A102 A103 A104 D210 D212 D213 D216",
     .example =
         "local opened = foi.dataset(\"leicester_early_help_2017\")\n"
         "  :where { status = \"opened\", breakdown = \"ethnicity\" }\n"
         "local result = opened:disproportionality { count = \"cases\", group = \"group\",\n"
         "  population = foi.dataset \"leicester_population_2011\", reference = \"White\" }\n"
         "local row = result:row(4)\n"
         "print(row.group, foi.fixed(row.ratio, 3)) --> Black/African/Caribbean/Black "
         "British\t0.885\n"
         "print(foi.fixed(row.unknown_lower, 3), foi.fixed(row.unknown_upper, 3)) --> "
         "0.670\t3.480\n"},
    {.name = "comparators",
     .brief = "Sets groups against every comparator in use, and says whether the direction turns.",
     .args = {API_COMPARATORS},
     .returns = "foi.Table",
     .result =
         "one row for each known group, with the columns ratio (to the reference), to_others, "
         "to_total and index; with another place alternate (to all others there) and weighted (to "
         "all others, mixed as there); limits where a measure has some, as ratio_lower; the column "
         "direction: \"above 1 by all\", \"changes: 3 above 1, 2 below\", \"not settled: ...\" "
         "where "
         "hidden counts leave it open. With minimum sizes a status beside each, as ratio_status; "
         "where the comparison group is too small that of the other place stands in",
     .errors = "A101 A102 A103 A104 D210 D212 D213 D216",
     .example = "local care = foi.table(\"care\", {\n"
                "  { \"group\", { \"White\", \"Mixed\", \"Asian\", \"Black\", \"Other\" } },\n"
                "  { \"children\", { 381, 110, 69, 44, 18 } }, { \"pupils\", { 18905, 4457, 27906, "
                "5680, 1618 } } "
                "})\n"
                "local c = care:comparators { count = \"children\", group = \"group\", population "
                "= \"pupils\",\n"
                "  reference = \"White\" }\n"
                "print(foi.fixed(c.ratio[5], 3), foi.fixed(c.to_others[5], 3), c.direction[5]) --> "
                "0.552\t1.049\tchanges: 2 above 1, 1 below\n"},
    {.name = "cascade",
     .brief =
         "Decisions one after another: of those at each stage, what share goes on to the next, "
         "and how that compares between groups.",
     .args = {API_CASCADE},
     .returns = "foi.Table",
     .result =
         "one row for each series, stage and known group: events, at_risk (the stage before), rate "
         "and cumulative_rate with limits; with a reference group ratio (the relative rate index) "
         "and cumulative_ratio with limits, the product of the ratios so far; when some events "
         "have no known group, unknown_share and, with a reference, unknown_lower and "
         "unknown_upper. A stage that counts more than the one before is a row whose note says so; "
         "stages in different units are an error",
     .errors = "A101 A102 A103 A104 D210 D211 D212 D213 D216 D217 D221",
     .example =
         "local t = foi.table(\"made_up\", { { \"group\", { \"White\", \"Black\" } },\n"
         "  { \"referred\", { 1000, 200 } }, { \"assessed\", { 500, 140 } }, { \"planned\", { 50, "
         "28 } } })\n"
         "local c = t:cascade { stages = { \"referred\", \"assessed\", \"planned\" }, group = "
         "\"group\",\n"
         "  reference = \"White\" }\n"
         "local assessed, planned = c:row(4), c:row(6)\n"
         "print(planned.stage, planned.group, planned.events, planned.at_risk, planned.rate) --> "
         "planned\tBlack\t28\t140\t20.0\n"
         "print(assessed.ratio, planned.ratio, planned.cumulative_ratio) --> 1.4\t2.0\t2.8\n"},
    {.name = "compare",
     .brief = "Compares each row with a reference, a year or a group: difference and ratio of the "
              "rates, exact test.",
     .args = {API_COMPARED},
     .returns = "foi.Table",
     .result = "one row for each row, with the columns rate, difference and ratio, their limits, "
               "p_value and p_adjusted; the reference and years across a break are not compared "
               "with it. Rows that the dataset declares as a total or as of unknown group are left "
               "out where groups are compared. A note says how many tests were made",
     .errors = "A101 A102 A103 A104 D210 D212 D213 D216 D217",
     .example =
         "local t = foi.table(\"made_up\", { { \"year\", { \"2019\", \"2020\" } },\n"
         "  { \"cases\", { 30, 45 }, count = true }, { \"people\", { 1000, 1000 } } })\n"
         "local c = t:compare { by = \"year\", count = \"cases\", population = \"people\" }\n"
         "print(c.ratio[2], foi.fixed(c.p_value[2], 3), c.ratio[1]) --> "
         "1.5\t0.105\t1.0\n"},
    {.name = "trend",
     .brief = "The trend over years: one ratio of rates from each year to the next.",
     .args = {API_TREND},
     .returns = "foi.Table",
     .result =
         "one row for each series and run of years without a break, with annual_ratio, its "
         "limits, p_value and dispersion; where counts vary more than Poisson counts do, "
         "limits and p-value are quasi-Poisson's, or those of the model asked for, as the "
         "column method says. left_out counts the years without a figure and why names them "
         "with their marks; where a count is hidden, hidden_lower and hidden_upper have the "
         "range of the trend of all years that its bounds allow (the Poisson estimate; of the "
         "negative binomial none is known)",
     .errors = "A101 A102 A103 A104 D210 D212 D213 D216 D217",
     .example =
         "local t = foi.table(\"made_up\", { { \"year\", { \"2018\", \"2019\", \"2020\" } },\n"
         "  { \"cases\", { 30, 45, 66 }, count = true }, { \"people\", { 1000, 1000, 1000 } } })\n"
         "local trend = t:trend { by = \"year\", count = \"cases\", population = \"people\" }\n"
         "print(foi.fixed(trend.annual_ratio[1], 3), trend.method[1]) --> "
         "1.481\ttrend.poisson_loglinear\n"},
    {.name = "ranks",
     .brief = "Adds rates and ranks, with the best and the worst rank that chance allows.",
     .args = {API_RANKS},
     .returns = "foi.Table",
     .result = "the table with the columns rate, its limits, rank, best, worst, and of: how many "
               "are ranked. With conf_level all true ranks lie between best and worst at once; a "
               "row without a rate keeps its place and has no rank",
     .errors = "A101 A102 A103 A104 D210 D212 D213 D216",
     .example =
         "local t = foi.table(\"made_up\", { { \"area\", { \"A\", \"B\", \"C\", \"D\" } },\n"
         "  { \"cases\", { 30, 36, 90, false }, count = true },\n"
         "  { \"people\", { 1000, 1000, 1000, 1000 } } })\n"
         "local r = t:ranks { count = \"cases\", population = \"people\", group = \"area\" }\n"
         "print(r.rank[1], r.best[1], r.worst[1], r.of[1]) --> 3\t2\t3\t3\n"
         "print(r.rank[4], r.rank:mark(4)) --> nil\tundefined\n"},
    {.name = "funnel",
     .brief = "Holds each place against one target: which lie further from it than chance, or than "
              "chance and the usual spread between places, would put them.",
     .args = {API_FUNNEL},
     .returns = "foi.Table",
     .result = "one row for each row, its label first, with the columns expected, rate, ratio, "
               "position in words (\"above 99.8%\", \"below 95%\", \"inside\", \"too small to "
               "judge\", or why there is no rate), z, exact limits of chance (chance_95_lower to "
               "chance_998_upper) and target; with a spread also position_by_chance, "
               "spread_95_lower to spread_998_upper and tau2, and then position and z are by those",
     .errors = "A101 A102 A103 A104 D210 D211 D212 D213",
     .example =
         "local t = foi.table(\"made_up\", { { \"area\", { \"North\", \"South\", \"East\" } },\n"
         "  { \"cases\", { 40, 18, 2 }, count = true }, { \"people\", { 2000, 2000, 200 } } })\n"
         "local f = t:funnel { count = \"cases\", population = \"people\", target = 100 }\n"
         "print(f.position[1], f.position[2], f.position[3]) --> "
         "above 99.8%\tinside\ttoo small to judge\n"
         "print(foi.fixed(f.chance_998_upper[1], 1), f.chance_998_upper.unit) --> "
         "178.3\tper 10,000 people\n"},
    {.name = "shrink",
     .brief = "Adds rates and shrunken rates: each drawn towards a common rate, the more the fewer "
              "people it rests on (empirical Bayes).",
     .args = {API_SHRUNKEN},
     .returns = "foi.Table",
     .result = "the table with the columns rate, its limits, shrunken, and towards: the rate that "
               "they are drawn towards. A row without a rate keeps its place and its mark, and has "
               "no part in the common rate",
     .errors = "A101 A102 A103 A104 A106 D210 D212 D213 D216",
     .example =
         "local t = foi.table(\"made_up\", { { \"area\", { \"A\", \"B\", \"C\" } },\n"
         "  { \"cases\", { 2, 40, 90 }, count = true }, { \"people\", { 100, 1000, 1000 } } })\n"
         "local s = t:shrink { count = \"cases\", population = \"people\", group = \"area\" }\n"
         "print(s:column(\"rate\")[1], foi.fixed(s.shrunken[1], 1), foi.fixed(s.towards[1], 1)) "
         "--> "
         "200.0\t419.8\t628.6\n"},
    {.name = "stratified",
     .brief =
         "Compares groups within strata: the crude ratio beside the Mantel-Haenszel ratio, and "
         "in words whether they lie on different sides of 1.",
     .args = {API_STRATIFIED},
     .returns = "foi.Table",
     .result =
         "one row for each group but the reference, over the strata in which both have people and "
         "a count: crude and ratio with their limits, direction (\"both above 1\", \"reverses: "
         "crude above 1, stratified below\"), p_value_homogeneity, strata, left_out and why; where "
         "a count is hidden, hidden_lower and hidden_upper have the range that its bounds allow "
         "(see "
         "`table.tighten`)",
     .errors = "A101 A102 A103 A104 A106 D210 D212 D213 D216",
     .example =
         "local t = foi.table(\"kidney stones\", { { \"treatment\", { \"open\", \"open\", "
         "\"pcnl\", "
         "\"pcnl\" } },\n"
         "  { \"size\", { \"small\", \"large\", \"small\", \"large\" } },\n"
         "  { \"success\", { 81, 192, 234, 55 }, count = true },\n"
         "  { \"patients\", { 87, 263, 270, 80 } } })\n"
         "local s = t:stratified { count = \"success\", population = \"patients\", group = "
         "\"treatment\",\n"
         "  reference = \"pcnl\", strata = \"size\", method = \"mh.riskratio.greenland_robins\" }\n"
         "print(foi.fixed(s.crude[1], 3), foi.fixed(s.ratio[1], 3)) --> 0.945\t1.069\n"
         "print(s.direction[1]) --> reverses: crude below 1, stratified above\n"},
    {.name = "standardise",
     .brief = "Standardises rates: what they would be if people differed as little by age, say, as "
              "in a standard; or events over those expected at the standard's rates.",
     .args = {API_STANDARDISED},
     .returns = "foi.Table",
     .result =
         "one row a place with its crude rate, its limits, and standardised (direct) or expected "
         "and ratio (indirect), with limits; why says why a row has none: a hidden count (then "
         "with bounds), a stratum without people, or fewer than 10 events, for which "
         "dsr.dobson_byar_phe gives no rate. Strata that only the data or only the standard have "
         "are an error that lists them",
     .errors = "A101 A102 A103 A104 A106 D210 D212 D213 D216",
     .example =
         "local t = foi.table(\"made_up\", { { \"area\", { \"C\", \"C\", \"D\", \"D\" } },\n"
         "  { \"age\", { \"young\", \"old\", \"young\", \"old\" } },\n"
         "  { \"cases\", { 10, 40, 30, 30 }, count = true }, { \"people\", { 100, 100, 200, 100 } "
         "} })\n"
         "local s = t:standardise { count = \"cases\", population = \"people\", strata = \"age\",\n"
         "  within = \"area\", standard = \"total\", per = 100 }\n"
         "print(s:column(\"rate\")[1], s:column(\"rate\")[2]) --> 25.0\t20.0\n"
         "print(foi.fixed(s.standardised[1], 1), foi.fixed(s.standardised[2], 1)) --> "
         "22.0\t21.0\n"},
    {.name = NULL},
};

const struct api api_grouped[] = {
    {.name = "sum",
     .brief = "Adds up columns within each group.",
     .args = {GIVEN("...", "string", "columns of numbers")},
     .returns = "foi.Table",
     .result = "one row for each combination of labels that occurs, in their declared order; sums "
               "as in `table.sum`",
     .errors = "D210 D211 D212",
     .example = VISITS "local sums = t:by(\"year\"):sum(\"visits\")\n"
                       "print(sums.year[2], sums.visits[2]) --> 2020\t225\n"},
    {.name = "count",
     .brief = "Counts the rows of each group.",
     .returns = "foi.Table",
     .result = "one row for each combination of labels that occurs, with the column `rows`",
     .errors = "D210 D211",
     .example = VISITS "print(t:by(\"area\"):count().rows[1]) --> 2\n"},
    {.name = "disproportionality",
     .brief = "`table.disproportionality` within each area, year or stage by itself.",
     .args = {API_COMPARISON},
     .returns = "foi.Table",
     .result = "one row for each combination of labels and known group, with the columns of "
               "`table.disproportionality`",
     .errors = "A101 A102 A103 A104 D210 D212 D213 D216",
     .example = "local t = foi.table(\"made_up\", {\n"
                "  { \"year\", { \"2019\", \"2019\", \"2020\", \"2020\" } },\n"
                "  { \"group\", { \"A\", \"B\", \"A\", \"B\" } },\n"
                "  { \"cases\", { 30, 10, 20, 20 }, count = true },\n"
                "  { \"people\", { 1000, 1000, 1000, 1000 } } })\n"
                "local result = t:by(\"year\"):disproportionality { count = \"cases\",\n"
                "  group = \"group\", population = \"people\", reference = \"B\" }\n"
                "print(result.ratio[1], result.ratio[3]) --> 3.0\t1.0\n"},
    {.name = "comparators",
     .brief = "`table.comparators` within each area, year or stage by itself.",
     .args = {API_COMPARATORS},
     .returns = "foi.Table",
     .result = "one row for each combination of labels and known group, with the columns of "
               "`table.comparators`",
     .errors = "A101 A102 A103 A104 D210 D212 D213 D216",
     .example = "local t = foi.table(\"made_up\", {\n"
                "  { \"year\", { \"2019\", \"2019\", \"2020\", \"2020\" } },\n"
                "  { \"group\", { \"A\", \"B\", \"A\", \"B\" } },\n"
                "  { \"cases\", { 30, 10, 20, 20 }, count = true },\n"
                "  { \"people\", { 1000, 1000, 1000, 1000 } } })\n"
                "local c = t:by(\"year\"):comparators { count = \"cases\", group = \"group\",\n"
                "  population = \"people\", reference = \"B\" }\n"
                "print(c.direction[1], c.direction[3]) --> above 1 by all\tequal to 1 by all\n"},
    {.name = NULL},
};
