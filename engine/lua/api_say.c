/* Rows of foi.say. */
#include "lua/api_words.h"

#define SCOPE                                                                                      \
    NAMED_OR("scope", "string", "nil",                                                             \
             "where and when, as it stands in the sentence: \"in Leicester\"")
#define FEWEST                                                                                     \
    NAMED_OR("fewest", "number", "10", "events below which nothing is quoted, and no count printed")
#define METHOD(preset, takes)                                                                      \
    NAMED_OR("method", "string", preset,                                                           \
             "name of the measure that gives the limits: any that takes " takes)
#define SENTENCE(verdicts)                                                                         \
    {                                                                                              \
        {.name = "text", .type = "string", .text = "the sentence"},                                \
            {.name = "verdict", .type = "string", .text = verdicts}, {                             \
            .name = "measure", .type = "string",                                                   \
            .text = "the measure behind it; nil where nothing was computed", .optional = true      \
        }                                                                                          \
    }
#define QUOTED "\"quoted\", \"too few\" or \"not defined\""
#define COMPARED                                                                                   \
    "\"higher\" or \"lower\" where the limits leave parity out, \"not settled\" where they hold "  \
    "it, \"too few\" or \"not defined\""
#define PAIR                                                                                       \
    NAMED("count", "number", "events in the group of interest"),                                   \
        NAMED("population", "number", "its people at risk"),                                       \
        NAMED("reference_count", "number", "events in the reference group"),                       \
        NAMED("reference_population", "number", "its people at risk"),                             \
        NAMED("group", "string", "the group of interest, in the plural: \"Mixed children\""),      \
        NAMED("reference", "string", "the group that it is compared with, in the plural"),         \
        NAMED("people", "string", "what the populations count: \"children\"")

const struct api api_say[] = {
    {.name = "rate",
     .brief = "A rate in a sentence.",
     .args = {NAMED("count", "number", "events"), NAMED("population", "number", "people at risk"),
              NAMED("events", "string", "what is counted, in the plural: \"referrals\""),
              NAMED("people", "string", "what the population counts: \"children\""),
              NAMED_OR("per", "number", "10000", "people that the rate refers to"), SCOPE, FEWEST,
              METHOD("\"rate.ci.garwood_exact\"", "count and exposure"), API_LEVEL},
     .returns = "foi.SayRate",
     .result = "the sentence",
     .parts = SENTENCE(QUOTED),
     .errors = "A101 A102 A103 A104 A106",
     .example =
         "print(foi.say.rate { count = 3535, population = 83785, events = \"referrals\", people = "
         "\"children\",\n"
         "  scope = \"in Leicester\" }.text)\n"
         "--> There were 3,535 referrals among 83,785 children in Leicester: 421.9 per 10,000 "
         "children (exact 95% limits 408.1 to 436.1).\n"},
    {.name = "proportion",
     .brief = "A proportion in a sentence.",
     .args = {NAMED("count", "number", "how many have it"), NAMED("of", "number", "of how many"),
              NAMED("things", "string", "what is counted, in the plural: \"assessments\""),
              NAMED("did", "string", "what they have: \"were closed at once\""), SCOPE,
              NAMED_OR("fewest", "number", "10",
                       "events, with it or without, below which nothing is quoted"),
              METHOD("\"prop.ci.wilson\"", "x and n"), API_LEVEL},
     .returns = "foi.SayProportion",
     .result = "the sentence",
     .parts = SENTENCE(QUOTED),
     .errors = "A101 A102 A103 A104 A106",
     .example = "print(foi.say.proportion { count = 538, of = 1398, things = \"assessments\",\n"
                "  did = \"had at least one factor\" }.text)\n"
                "--> 538 of 1,398 assessments had at least one factor: 38.5% (95% limits 36.0% to "
                "41.1%).\n"},
    {.name = "ratio",
     .brief = "How many times as likely, or as frequent, in a sentence.",
     .args = {PAIR,
              NAMED_OR("to", "string", "nil",
                       "what happens to each person once at most: \"be looked after\"; then the "
                       "sentence says \"times as likely\"; without it, it compares rates"),
              NAMED_OR("events", "string", "nil",
                       "in place of `to`, what can happen to a person several times: "
                       "\"referrals\""),
              SCOPE, FEWEST,
              METHOD("\"rateratio.ci.exact_conditional\"",
                     "count1, exposure1, count0 and exposure0"),
              API_LEVEL},
     .returns = "foi.SayRatio",
     .result = "the sentence",
     .parts = SENTENCE(COMPARED),
     .errors = "A101 A102 A103 A104 A106",
     .example =
         "local claim = foi.say.ratio { group = \"Asian pupils\", reference = \"White pupils\", "
         "people = \"pupils\",\n"
         "  to = \"be looked after\", count = 69, population = 27906, reference_count = 381,\n"
         "  reference_population = 18905, scope = \"in Leicester\" }\n"
         "print(claim.text)\n"
         "--> Asian pupils were 0.12 times as likely as White pupils to be looked after in "
         "Leicester (exact 95% limits 0.09 to 0.16): 69 of 27,906 against 381 of 18,905 pupils.\n"
         "print(claim.verdict) --> lower\n"},
    {.name = "difference",
     .brief = "How many more or fewer, in a sentence.",
     .args = {PAIR, NAMED("events", "string", "what is counted, in the plural: \"referrals\""),
              NAMED_OR("per", "number", "10000", "people that the difference refers to"), SCOPE,
              FEWEST, METHOD("\"ratediff.ci.score\"", "count1, exposure1, count0 and exposure0"),
              API_LEVEL},
     .returns = "foi.SayDifference",
     .result = "the sentence",
     .parts = SENTENCE(COMPARED),
     .errors = "A101 A102 A103 A104 A106",
     .example =
         "print(foi.say.difference { group = \"Mixed pupils\", reference = \"White pupils\", "
         "people "
         "= \"pupils\",\n"
         "  events = \"looked-after children\", count = 110, population = 4457, reference_count = "
         "381,\n"
         "  reference_population = 18905 }.verdict) --> not settled\n"},
    {.name = "trend",
     .brief = "A trend in a sentence.",
     .args = {GIVEN("row", "table", "a row of t:trend, as `t:trend{...}:row(1)`"),
              NAMED("events", "string", "what is counted, in the plural: \"referrals\""), SCOPE,
              NAMED("conf_level", "number",
                    "the level of t:trend: 0.95 unless it was given another")},
     .returns = "foi.SayTrend",
     .result = "the sentence, which names the years that are left out and what hidden ones could "
               "make of the trend",
     .parts = SENTENCE("\"higher\" where the rate rose, \"lower\" where it fell, \"not settled\" "
                       "where the limits, or what is hidden, leave it open, or \"not defined\""),
     .errors = "A101 A102 A103",
     .example =
         "local t = foi.table(\"years\", { { \"year\", { \"2018\", \"2019\", \"2020\", \"2021\" } "
         "},\n"
         "  { \"cases\", { 120, 131, 152, 160 }, count = true }, { \"people\", { 1000, 1000, 1000, "
         "1000 } } })\n"
         "local trend = t:trend { by = \"year\", count = \"cases\", population = \"people\" }\n"
         "print(foi.say.trend(trend:row(1), { events = \"cases\", conf_level = 0.95 }).verdict) "
         "--> higher\n"},
    {.name = "cascade",
     .brief = "One stage of a cascade in a sentence.",
     .args = {GIVEN("row", "table", "a row of t:cascade, as `t:cascade{...}:row(4)`"),
              NAMED("group", "string", "the group of the row, in the plural: \"Black children\""),
              NAMED("reference", "string", "the group that it is compared with, in the plural"),
              NAMED("from", "string", "what those at risk had behind them: \"were assessed\""),
              NAMED("to", "string", "what this stage is: \"given a plan\""), SCOPE, FEWEST,
              NAMED("conf_level", "number",
                    "the level of t:cascade: 0.95 unless it was given another")},
     .returns = "foi.SayCascade",
     .result = "the sentence, with the ratio over all stages up to this one",
     .parts = SENTENCE(COMPARED),
     .errors = "A101 A102 A103 A104",
     .example = "local t = foi.table(\"made_up\", { { \"group\", { \"White\", \"Black\" } },\n"
                "  { \"assessed\", { 500, 140 } }, { \"planned\", { 50, 28 } } })\n"
                "local c = t:cascade { stages = { \"assessed\", \"planned\" }, group = \"group\", "
                "reference = \"White\" }\n"
                "print(foi.say.cascade(c:row(4), { group = \"Black children\", reference = \"White "
                "children\",\n"
                "  from = \"were assessed\", to = \"given a plan\", conf_level = 0.95 }).verdict) "
                "--> higher\n"},
    {.name = NULL},
};
