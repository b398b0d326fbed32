/* Rows of the module foi. */
#include "lua/api_words.h"

#define METHOD_TEXT(what) "name of the measure that gives the limits: " what
#define PART(n, t, x)                                                                              \
    { .name = n, .type = t, .text = x }
#define PART_OR_NIL(n, t, x)                                                                       \
    { .name = n, .type = t, .text = x, .optional = true }
#define PART_MEASURE PART("measure", "string", "the measure that was used")
#define PART_NOTE PART_OR_NIL("note", "string", "why a value cannot be computed")
#define PART_LEVEL PART("conf_level", "number", "the confidence level")

const struct api api_foi[] = {
    {.name = "dataset",
     .brief = "Loads a dataset: a folder with a CSV and a datapackage.json.",
     .args = {GIVEN("name", "string",
                    "the folder's name, under `datasets/` or a folder given with "
                    "`-d`"),
              API_RELEASE},
     .returns = "foi.Table",
     .result = "the figures, with the sources, notes, marks and checks that the package declares; "
               "of a dataset that is not public, what may be seen of them",
     .errors = "D214 D209 D204 D210 D212 D216 D224 A101 A102 A103 A104 L506",
     .example = "local help = foi.dataset \"leicester_early_help_2017\"\n"
                "print(tostring(help)) --> table leicester_early_help_2017: 99 rows, 6 columns\n"
                "print(help.cases.title, help.cases.unit) --> Cases\tcases\n"
                "local opened = foi.dataset(\"leicester_early_help_2017\", { by = \"group\",\n"
                "  where = { status = \"opened\", breakdown = \"ethnicity\" } })\n"
                "print(#opened, opened.group[1], opened.cases[1]) --> 7\tWhite\t2580\n"},
    {.name = "read",
     .brief = "Reads a CSV file that has no datapackage.json.",
     .args = {GIVEN("path", "string",
                    "the file, beside the script or named on the command line; one compressed with "
                    "gzip or zstd is read as it is"),
              API_READING,
              NAMED_OR("repeated", "\"keep\"|\"drop\"", "nil",
                       "rows that are the same in every cell: keep them, because each is a case of "
                       "its own, or all but the first are dropped and counted in the report; "
                       "without it they are kept, check C112 fails and they are not added up"),
              API_ROLES, API_RELEASE},
     .returns = "foi.Table",
     .result = "the figures of the file; of one that is not public, what may be seen of them",
     .errors = "I401 D201 D202 D203 D204 D205 D206 D207 D210 D212 D215 D216 D224 A101 A102 A103 "
               "A104 L506",
     .example =
         "local answer = foi.read(\"answer.csv\")\n"
         "print(#answer, answer.referrals[3]) --> 3\t1207\n"
         "print(answer.referrals[2], answer.referrals:bounds(2)) --> nil\t1.0\t4.0\n"
         "local people = foi.read(\"people_by_year.csv\", { population = \"children\", period = "
         "\"year\" })\n"
         "print(people.children.role, people.year.role) --> population\tperiod\n"},
    {.name = "count",
     .brief = "Counts the rows of a file of records, however many there are.",
     .args = {NAMED_OR("source", "string", "nil",
                       "the file, beside the script or named on the command line: "
                       "`foi.files[1]`; or `dataset`; or a database that is named on the command "
                       "line, `\"odbc:DSN=national\"`, whose server then counts"),
              NAMED_OR("dataset", "string", "nil", "the name of a dataset instead"),
              NAMED_OR("table", "string", "nil",
                       "of a database: the table or view, `\"cases\"` or `\"schema.cases\"`"),
              NAMED_OR("query", "string", "nil",
                       "of a database, instead of `table`: one SELECT whose rows count"),
              NAMED_OR("by", "string|string[]", "nil",
                       "one row for each combination of the labels of these columns, with 0 where "
                       "there is none; without it one row in all"),
              API_WHERE,
              NAMED_OR("sum", "string|string[]", "nil", "columns to add up beside the rows"),
              NAMED_OR("with_totals", "boolean", "false",
                       "with `by`: rows for the totals over each of its columns of labels too, but "
                       "not over years"),
              API_READING, API_ROLES},
     .returns = "foi.Table",
     .result = "the columns of `by`, the number of rows as `rows`, and the sums: what "
               "`foi.read(source):where(...):by(...)` counts and adds up, without holding the "
               "rows. Columns that are not named are not looked at; a row that repeats another is "
               "one more row. Of a source that is not public, what may be seen of it",
     .errors = "I401 I403 I406 D201 D202 D203 D204 D205 D206 D207 D210 D212 D214 D215 D216 D224 "
               "A101 A102 "
               "A103 A104 L501 L506",
     .example = "local loans = foi.count { source = \"library_loans.csv\", by = { \"branch\", "
                "\"kind\" },\n"
                "  where = { returned = \"late\" }, sum = \"days\" }\n"
                "print(loans.branch[1], loans.kind[1], loans.rows[1], loans.days[1]) --> "
                "Hill\thistory\t13\t319\n"
                "local all = foi.count { source = \"library_loans.csv\" }\n"
                "print(all.rows[1]) --> 600\n"},
    {.name = "disclosure",
     .brief = "Asks for stricter rules of disclosure control, before any data is read.",
     .args = {NAMED_OR("policy", "string", "nil",
                       "published rules: \"foi-uk\", \"opensafely\", \"opensafely-midpoint6\", "
                       "\"dfe\", \"ons\""),
              NAMED_OR("threshold", "integer", "nil", "counts from 1 to this are hidden"),
              NAMED_OR("round", "integer", "nil", "other counts are rounded to multiples of this"),
              NAMED_OR("midpoint", "integer", "nil",
                       "other counts are the middle of a band of so many instead"),
              NAMED_OR("zeros", "\"hide\"|\"show\"", "\"show\"", "is 0 hidden too?"),
              NAMED_OR("width", "integer", "the threshold",
                       "how far apart the values lie that a hidden count can have, at least"),
              NAMED_OR("published", "boolean", "false", "public sources too")},
     .returns = "nil",
     .result = "nothing. Sources that are not public are always read under the user's rules "
               "(`--disclosure`); a script can only make them stricter",
     .errors = "A101 A103 A104",
     .example = "foi.disclosure { threshold = 5, published = true }\n"
                "local made_up = foi.read(\"made_up_private.csv\")\n"
                "print(made_up.cases[1], made_up.cases:mark(2)) --> 120\tsuppressed\n"
                "print(made_up.cases:mark(3)) --> suppressed\n"},
    {.name = "table",
     .brief = "Makes a table from lists.",
     .args = {GIVEN("name", "string", "what the table is called in messages"),
              GIVEN("columns", "table[]",
                    "one `{\"name\", values}` for each column, in order; beside the values it may "
                    "have `title`, `unit`, `decimals`, `count` (true: whole numbers of events), "
                    "`measure`, `comparator`, `denominator`, `conf_level`, `role`, `totals`, "
                    "`unknown`")},
     .returns = "foi.Table",
     .result = "a table of these columns; false in a list of numbers is a missing value",
     .errors = "A101 A102 A103 A104 A105",
     .example = "local t = foi.table(\"made_up\", {\n"
                "  { \"area\", { \"North\", \"South\" } },\n"
                "  { \"cases\", { 44, false }, title = \"Cases\", count = true } })\n"
                "print(t.cases[1], t.cases[2], t.cases:mark(2)) --> 44\tnil\tundefined\n"},
    {.name = "column",
     .brief = "Gives a column other words: its name, title, unit and so on.",
     .args = {GIVEN("column", "foi.Column", "the column; its cells stay as they are"),
              API_COLUMN_WORDS},
     .returns = "foi.Column",
     .result = "a column with the same cells",
     .errors = "A101 A103 A104 D211 D215 D216",
     .example = "local t = foi.table(\"made_up\", { { \"cases\", { 44, 12 } } })\n"
                "local twice = foi.column(t.cases * 2, { name = \"twice\", unit = \"cases\" })\n"
                "print(twice.name, twice.unit, twice[1]) --> twice\tcases\t88.0\n"},
    {.name = "rate",
     .brief = "The rate of one count, with limits.",
     .args = {NAMED("count", "number", "events"),
              NAMED("population", "number", "people, or person-time, at risk"),
              NAMED_OR("per", "number", "10000", "people that the rate refers to"),
              NAMED_OR("method", "string", "\"rate.ci.garwood_exact\"",
                       METHOD_TEXT("any that takes count and exposure")),
              API_LEVEL},
     .returns = "foi.Rate",
     .result = "the rate with its limits",
     .parts = {PART_OR_NIL("rate", "number", "events per `per` people"),
               PART_OR_NIL("lower", "number", "lower limit"),
               PART_OR_NIL("upper", "number", "upper limit"), PART("per", "number", "as given"),
               PART_LEVEL, PART_MEASURE, PART_NOTE},
     .errors = "A101 A102 A103 A104 A106",
     .example = "local r = foi.rate { count = 44, population = 9120, per = 10000 }\n"
                "print(foi.fixed(r.rate, 1), foi.fixed(r.lower, 1), foi.fixed(r.upper, 1)) --> "
                "48.2\t35.1\t64.8\n"
                "print(r.measure) --> rate.ci.garwood_exact\n"
                "print(foi.rate({ count = 0, population = 0 }).note) --> a rate over nothing: "
                "exposure is 0\n"},
    {.name = "proportion",
     .brief = "The proportion of one count, with limits.",
     .args = {NAMED("count", "number", "how many have it"), NAMED("of", "number", "of how many"),
              NAMED_OR("method", "string", "\"prop.ci.wilson\"",
                       METHOD_TEXT("any that takes x and n")),
              API_LEVEL},
     .returns = "foi.Proportion",
     .result = "the proportion, from 0 to 1, with its limits",
     .parts = {PART_OR_NIL("proportion", "number", "count divided by of"),
               PART_OR_NIL("lower", "number", "lower limit"),
               PART_OR_NIL("upper", "number", "upper limit"), PART_LEVEL, PART_MEASURE, PART_NOTE},
     .errors = "A101 A102 A103 A104 A106",
     .example = "local p = foi.proportion { count = 538, of = 1398 }\n"
                "print(foi.percent(p.proportion), foi.percent(p.lower), foi.percent(p.upper)) --> "
                "38.5%\t36.0%\t41.1%\n"
                "print(p.measure) --> prop.ci.wilson\n"},
    {.name = "rate_ratio",
     .brief = "The ratio of two rates, with limits.",
     .args = {NAMED("count", "number", "events in the group of interest"),
              NAMED("population", "number", "its people, or person-time, at risk"),
              NAMED("reference_count", "number", "events in the reference group"),
              NAMED("reference_population", "number", "its people, or person-time, at risk"),
              NAMED_OR("method", "string", "\"rateratio.ci.exact_conditional\"",
                       METHOD_TEXT("any that takes count1, exposure1, count0 and exposure0")),
              API_LEVEL},
     .returns = "foi.RateRatio",
     .result = "the ratio with its limits",
     .parts = {PART_OR_NIL("ratio", "number", "rate of the group over rate of the reference group"),
               PART_OR_NIL("lower", "number", "lower limit"),
               PART_OR_NIL("upper", "number", "upper limit; may be infinite"), PART_LEVEL,
               PART_MEASURE, PART_NOTE},
     .errors = "A101 A102 A103 A104 A106",
     .example = "local r = foi.rate_ratio { count = 282, population = 20585,\n"
                "  reference_count = 2580, reference_population = 166636 }\n"
                "print(foi.fixed(r.ratio, 3), foi.fixed(r.lower, 3), foi.fixed(r.upper, 3)) --> "
                "0.885\t0.780\t1.001\n"},
    {.name = "disproportionality",
     .brief = "The same as `t:disproportionality{...}`, with the table as first argument.",
     .args = {GIVEN("t", "foi.Table", "the table"), API_COMPARISON},
     .returns = "foi.Table",
     .result = "as `table.disproportionality`",
     .errors = "A101 A102 A103 A104 D210 D212 D213 D216",
     .example = "local t = foi.table(\"made_up\", { { \"group\", { \"A\", \"B\" } },\n"
                "  { \"cases\", { 30, 10 } }, { \"people\", { 1000, 1000 } } })\n"
                "local result = foi.disproportionality(t, { count = \"cases\", group = \"group\",\n"
                "  population = \"people\", reference = \"B\" })\n"
                "print(result.ratio[1], result.index[1]) --> 3.0\t1.5\n"},
    {.name = "comparators",
     .brief = "The same as `t:comparators{...}`, with the table as first argument.",
     .args = {GIVEN("t", "foi.Table", "the table"), API_COMPARATORS},
     .returns = "foi.Table",
     .result = "as `table.comparators`",
     .errors = "A101 A102 A103 A104 D210 D212 D213 D216",
     .example =
         "local function care(cases, people)\n"
         "  return foi.table(\"care\", { { \"group\", { \"A\", \"B\" } },\n"
         "    { \"cases\", cases, count = true }, { \"people\", people } })\n"
         "end\n"
         "local c = foi.comparators(care({ 30, 10 }, { 1000, 1000 }), { count = \"cases\",\n"
         "  group = \"group\", population = \"people\", reference = \"B\",\n"
         "  elsewhere = { England = care({ 3000, 5000 }, { 100000, 200000 }) } })\n"
         "print(c.alternate[1], c.alternate.comparator) --> 1.2\tall other groups in England\n"},
    {.name = "cascade",
     .brief = "The same as `t:cascade{...}`, with the table as first argument.",
     .args = {GIVEN("t", "foi.Table", "the table"), API_CASCADE},
     .returns = "foi.Table",
     .result = "as `table.cascade`",
     .errors = "A101 A102 A103 A104 D210 D211 D212 D213 D216 D217 D221",
     .example =
         "local t = foi.table(\"made_up\", { { \"referred\", { 200 } }, { \"assessed\", { 150 } "
         "},\n"
         "  { \"planned\", { 30 } } })\n"
         "local c = foi.cascade(t, { stages = { \"referred\", \"assessed\", \"planned\" } })\n"
         "print(c:column(\"rate\")[3], c.cumulative_rate[3]) --> 20.0\t15.0\n"},
    {.name = "compare",
     .brief = "The same as `t:compare{...}`, with the table as first argument.",
     .args = {GIVEN("t", "foi.Table", "the table"), API_COMPARED},
     .returns = "foi.Table",
     .result = "as `table.compare`",
     .errors = "A101 A102 A103 A104 D210 D212 D213 D216 D217",
     .example =
         "local t = foi.table(\"made_up\", { { \"group\", { \"A\", \"B\", \"C\" } },\n"
         "  { \"cases\", { 30, 45, 66 }, count = true }, { \"people\", { 1000, 1000, 1000 } } })\n"
         "local c = foi.compare(t, { by = \"group\", count = \"cases\", population = \"people\",\n"
         "  reference = \"A\", adjust = \"bonferroni\" })\n"
         "print(c.ratio[2], foi.fixed(c.p_value[2], 3), foi.fixed(c.p_adjusted[2], 3)) --> "
         "1.5\t0.105\t0.211\n"},
    {.name = "trend",
     .brief = "The same as `t:trend{...}`, with the table as first argument.",
     .args = {GIVEN("t", "foi.Table", "the table"), API_TREND},
     .returns = "foi.Table",
     .result = "as `table.trend`",
     .errors = "A101 A102 A103 A104 D210 D212 D213 D216 D217",
     .example =
         "local t = foi.table(\"made_up\", { { \"year\", { 2018, 2019, 2020 } },\n"
         "  { \"cases\", { 30, 45, 66 }, count = true }, { \"people\", { 1000, 1000, 1000 } } })\n"
         "local trend = foi.trend(t, { by = \"year\", count = \"cases\", population = \"people\" "
         "})\n"
         "print(trend.from[1], trend.to[1], foi.fixed(trend.annual_ratio[1], 3)) --> "
         "2018\t2020\t1.481\n"},
    {.name = "funnel",
     .brief = "The same as `t:funnel{...}`, with the table as first argument.",
     .args = {GIVEN("t", "foi.Table", "the table"), API_FUNNEL},
     .returns = "foi.Table",
     .result = "as `table.funnel`",
     .errors = "A101 A102 A103 A104 D210 D211 D212 D213",
     .example =
         "local t = foi.table(\"made_up\", { { \"area\", { \"North\", \"South\" } },\n"
         "  { \"cases\", { 30, 12 }, count = true }, { \"people\", { 2000, 2000 } } })\n"
         "local f = foi.funnel(t, { count = \"cases\", population = \"people\", target = 100 })\n"
         "print(f.expected[1], f.ratio[1], f.position[1], f.position[2]) --> "
         "20.0\t1.5\tabove 95%\tinside\n"},
    {.name = "ranks",
     .brief = "The same as `t:ranks{...}`, with the table as first argument.",
     .args = {GIVEN("t", "foi.Table", "the table"), API_RANKS},
     .returns = "foi.Table",
     .result = "as `table.ranks`",
     .errors = "A101 A102 A103 A104 D210 D212 D213 D216",
     .example =
         "local t = foi.table(\"made_up\", { { \"area\", { \"North\", \"South\", \"East\" } },\n"
         "  { \"cases\", { 30, 12, 90 }, count = true }, { \"people\", { 2000, 2000, 2000 } } })\n"
         "local r = foi.ranks(t, { count = \"cases\", population = \"people\", group = \"area\",\n"
         "  first = \"smallest\" })\n"
         "print(r.rank[1], r.rank[2], r.rank[3]) --> 2\t1\t3\n"},
    {.name = "shrink",
     .brief = "The same as `t:shrink{...}`, with the table as first argument.",
     .args = {GIVEN("t", "foi.Table", "the table"), API_SHRUNKEN},
     .returns = "foi.Table",
     .result = "as `table.shrink`",
     .errors = "A101 A102 A103 A104 A106 D210 D212 D213 D216",
     .example =
         "local t = foi.table(\"made_up\", { { \"area\", { \"A\", \"B\", \"C\" } },\n"
         "  { \"cases\", { 2, 40, 90 }, count = true }, { \"people\", { 100, 1000, 1000 } } })\n"
         "local s = foi.shrink(t, { count = \"cases\", population = \"people\", group = \"area\",\n"
         "  method = \"eb.clayton_kaldor_gamma\" })\n"
         "print(s:column(\"rate\")[1], s.shrunken.measure) --> 200.0\teb.clayton_kaldor_gamma\n"},
    {.name = "answered",
     .brief = "The same as `t:answered{...}`, with the table as first argument.",
     .args = {GIVEN("t", "foi.Table", "the table"), API_ANSWERED},
     .returns = "string",
     .result = "as `table.answered`",
     .errors = "A101 A102 A103 D210 D216",
     .example =
         "local t = foi.table(\"made_up\", { { \"area\", { \"North\", \"South\" } },\n"
         "  { \"cases\", { 30, 12 }, count = true } })\n"
         "print(foi.answered(t, { column = \"cases\", group = \"area\", called = \"areas\" })) "
         "--> Figures from all 2 areas.\n"},
    {.name = "stratified",
     .brief = "The same as `t:stratified{...}`, with the table as first argument.",
     .args = {GIVEN("t", "foi.Table", "the table"), API_STRATIFIED},
     .returns = "foi.Table",
     .result = "as `table.stratified`",
     .errors = "A101 A102 A103 A104 A106 D210 D212 D213 D216",
     .example =
         "local t = foi.table(\"made_up\", { { \"group\", { \"A\", \"A\", \"B\", \"B\" } },\n"
         "  { \"area\", { \"North\", \"South\", \"North\", \"South\" } },\n"
         "  { \"cases\", { 20, 30, 10, 5 }, count = true }, { \"people\", { 100, 100, 100, 50 } } "
         "})\n"
         "local s = foi.stratified(t, { count = \"cases\", population = \"people\", group = "
         "\"group\",\n"
         "  reference = \"B\", strata = \"area\" })\n"
         "print(s.crude[1], foi.fixed(s.ratio[1], 3), s.direction[1]) --> 2.5\t2.400\tboth above "
         "1\n"},
    {.name = "standardise",
     .brief = "The same as `t:standardise{...}`, with the table as first argument.",
     .args = {GIVEN("t", "foi.Table", "the table"), API_STANDARDISED},
     .returns = "foi.Table",
     .result = "as `table.standardise`",
     .errors = "A101 A102 A103 A104 A106 D210 D212 D213 D216",
     .example = "local t = foi.table(\"made_up\", { { \"area\", { \"C\", \"C\", \"D\", \"D\" } },\n"
                "  { \"age\", { \"young\", \"old\", \"young\", \"old\" } },\n"
                "  { \"cases\", { 10, 40, 30, 30 }, count = true }, { \"people\", { 100, 100, 200, "
                "100 } } })\n"
                "local s = foi.standardise(t, { count = \"cases\", population = \"people\", strata "
                "= \"age\",\n"
                "  within = \"area\", standard = \"C\", method = \"indirect\" })\n"
                "print(s.expected[2], s.ratio[2], s.ratio.comparator) --> 60.0\t1.0\tC\n"},
    {.name = "report",
     .brief = "Begins the report of the script; a script has one.",
     .args = {NAMED("title", "string", "the title"),
              NAMED_OR("subtitle", "string", "nil", "the line below it"),
              NAMED_OR("headline", "string", "nil",
                       "what was found, in a sentence: it stands before everything else"),
              NAMED_OR("theme", "\"okabe-ito\"|\"gov\"", "\"okabe-ito\"",
                       "the colours: Okabe and Ito's, or those of the UK Government Analysis "
                       "Function")},
     .returns = "foi.Report",
     .result = "the report, to which parts are added in the order of the page",
     .errors = "A101 A102 A103 A104 E102",
     .example = "foi.report { title = \"Referrals\", subtitle = \"Made-up figures\" }\n"
                "  :text \"All figures are made up.\"\n"
                "print(select(2, pcall(foi.report, { title = \"A second one\" })).message) --> "
                "a script has one report; foi.report was called twice\n"},
    {.name = "fixed",
     .brief = "A number for a sentence: rounded once, with commas between thousands.",
     .args = {GIVEN("x", "number", "the number"),
              GIVEN("decimals", "integer", "digits behind the point, 0 to 12")},
     .returns = "string",
     .result = "the number as text; halves go to the even digit",
     .errors = "A104",
     .example = "print(foi.fixed(1234.567, 1), foi.fixed(0.885, 2), foi.fixed(2.5, 0)) --> "
                "1,234.6\t0.89\t2\n"},
    {.name = "percent",
     .brief = "A proportion as a percentage for a sentence.",
     .args = {GIVEN("x", "number", "the proportion: 1 is 100%"),
              LEFT_OUT("decimals", "integer", "1", "digits behind the point, 0 to 12")},
     .returns = "string",
     .result = "the percentage as text, with its sign",
     .errors = "A103 A104",
     .example = "print(foi.percent(0.3848), foi.percent(0.3848, 0)) --> 38.5%\t38%\n"},
    {.name = "setting",
     .brief = "What `foistat run -s NAME=VALUE` says, so that one script serves several questions.",
     .args = {GIVEN("name", "string",
                    "the setting; one that `-s` gives and the script never asks for is an error"),
              LEFT_OUT("preset", "string|number", "nil",
                       "its value when it is not set; with a number, the value must be one too")},
     .returns = "string|number|nil",
     .result = "the value, as text or, where the preset is a number, as a number",
     .errors = "A103",
     .example = "print(foi.setting(\"reference\", \"White\"), foi.setting(\"per\", 10000)) --> "
                "White\t10000\n"},
    {.name = "files",
     .brief = "The data files named on the command line behind the script.",
     .returns = "string[]",
     .result = "`foi.read(foi.files[1])` reads the first",
     .example = "print(type(foi.files)) --> table\n",
     .field = true},
    {.name = "say",
     .brief = "Sentences that can be printed as they are: `foi.say.ratio{...}.text`.",
     .returns = "foi.Say",
     .result = "the functions of the chapter Sentences",
     .example = "print(foi.say.rate({ count = 44, population = 9120, events = \"cases\", people = "
                "\"children\" }).text)\n"
                "--> There were 44 cases among 9,120 children: 48.2 per 10,000 children (exact 95% "
                "limits 35.1 to 64.8).\n",
     .field = true},
    {.name = "stats",
     .brief = "Every measure, by name: `foi.stats.prop.ci.wilson{x = 44, n = 724}`.",
     .returns = "foi.stats",
     .result = "`foistat help measures` lists the families",
     .errors = "A101 A102 A103 A104 A105 A106",
     .example = "local answer = foi.stats.prop.ci.wilson { x = 44, n = 724 }\n"
                "print(answer) --> prop.ci.wilson: estimate 0.060773480663, lower 0.0455806504366, "
                "upper 0.0806026793362\n"
                "local rows = foi.stats.rate.ci.garwood_exact { count = { 3, 0 }, exposure = 10 }\n"
                "print(#rows, rows.lower[2], foi.fixed(rows.upper[2], 6)) --> 2\t0.0\t0.368888\n",
     .field = true},
    {.name = "measures",
     .brief = "The names of all measures, in the order of the reference pages.",
     .returns = "string[]",
     .result = "names as `foistat calc` and `method =` take them",
     .example = "print(foi.measures[1]) --> prop.ci.wilson\n",
     .field = true},
    {.name = "_VERSION",
     .brief = "The name and version of the program.",
     .returns = "string",
     .result = "as text",
     .example = "print(foi._VERSION:match(\"^%a+\")) --> foistat\n",
     .field = true},
    {.name = NULL},
};
