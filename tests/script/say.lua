-- luacheck: no max line length
-- Sentences with their counts and limits, and what they refuse to say.
local foi = require "foi"

local leicester = { group = "Mixed pupils", reference = "White pupils", people = "pupils", count = 110,
  population = 4457, reference_count = 381, reference_population = 18905 }
local function with(more)
  local out = {}
  for name, value in next, leicester do out[name] = value end
  for name, value in next, more do out[name] = value end
  return out
end

-- Each person once, or several times: "as likely" is said of people only.
local s = foi.say.ratio(with { to = "be looked after", scope = "in Leicester" })
print(s.text) --> Mixed pupils were 1.22 times as likely as White pupils to be looked after in Leicester (exact 95% limits 0.98 to 1.52): 110 of 4,457 against 381 of 18,905 pupils. The limits lie on both sides of 1: the figures do not settle which is higher.
print(s.verdict, s.measure) --> not settled	rateratio.ci.exact_conditional
print(foi.say.ratio(with { events = "placements", count = 160 }).text)
--> The rate of placements of Mixed pupils was 1.78 times that of White pupils (exact 95% limits 1.47 to 2.15): 160 for 4,457 against 381 for 18,905 pupils.
print(foi.say.ratio(with { events = "placements", count = 160 }).verdict) --> higher
print(foi.say.ratio(with { to = "stay", method = "rateratio.ci.score" }).text:match "%(.-%)") --> (95% limits by rateratio.ci.score 0.99 to 1.51)
print(foi.say.ratio(with { to = "stay", conf_level = 0.9 }).text:match "%(.-%)") --> (exact 90% limits 1.02 to 1.47)

-- Those who were not looked after are few as well: 95 of 97.
print(foi.say.ratio(with { to = "stay", count = 95, population = 97 }).verdict) --> too few
-- Too small: neither count is printed. 0 events can be said when asked for, and 0/0 has no ratio.
s = foi.say.ratio(with { to = "be looked after", count = 7 })
print(s.text) --> A ratio of Mixed pupils to White pupils cannot be quoted: one of the counts is below 10.
print(s.verdict, s.measure) --> too few	nil
print(foi.say.ratio(with { to = "be looked after", count = 0, fewest = 0 }).text)
--> Mixed pupils were 0.000 times as likely as White pupils to be looked after (exact 95% limits 0.000 to 0.041): 0 of 4,457 against 381 of 18,905 pupils.
s = foi.say.ratio(with { to = "be looked after", count = 0, reference_count = 0, fewest = 0 })
print(s.verdict, s.text) --> not defined	A ratio of Mixed pupils to White pupils cannot be computed: both groups have no events.

-- Rates and proportions; the rest of a proportion must not be small either.
print(foi.say.rate({ count = 3535, population = 83785, events = "referrals", people = "children", scope = "in Leicester" }).text)
--> There were 3,535 referrals among 83,785 children in Leicester: 421.9 per 10,000 children (exact 95% limits 408.1 to 436.1).
print(foi.say.rate({ count = 5, population = 83785, events = "referrals", people = "children" }).text)
--> A rate of referrals cannot be quoted: the count is below 10.
print(foi.say.rate({ count = 5, population = 0, fewest = 0, events = "referrals", people = "children" }).verdict) --> not defined
print(foi.say.proportion({ count = 538, of = 1398, things = "assessments", did = "had a factor", scope = "in the year to March 2016" }).text)
--> 538 of 1,398 assessments in the year to March 2016 had a factor: 38.5% (95% limits 36.0% to 41.1%).
print(foi.say.proportion({ count = 1390, of = 1398, things = "assessments", did = "had a factor" }).text)
--> The part of assessments that had a factor cannot be quoted: one of the counts is below 10.

-- Differences have a direction in words.
print(foi.say.difference(with { events = "looked-after children", count = 44, population = 5680, group = "Black pupils" }).text)
--> For every 10,000 pupils there were 124.1 fewer looked-after children among Black pupils than among White pupils (95% limits: from 153.5 fewer to 91.7 fewer): 44 for 5,680 against 381 for 18,905 pupils.
print(foi.say.difference(with { events = "looked-after children" }).verdict) --> not settled

-- Rates per half a person and per person-year are said as they are.
print(foi.say.rate({ count = 40, population = 100, events = "visits", people = "homes", per = 0.5 }).text) --> There were 40 visits among 100 homes: 0.20 per 0.5 homes (exact 95% limits 0.14 to 0.27).
-- Trends name the model; a trend that is not settled is not called a rise or a fall.
local function trend(cases)
  local years = foi.table("years", { { "year", { "2018", "2019", "2020", "2021" } }, { "cases", cases, count = true },
    { "people", { 1000, 1000, 1000, 1000 } } }):trend { by = "year", count = "cases", population = "people" }
  return foi.say.trend(years:row(1), { events = "cases", scope = "in the area", conf_level = 0.95 })
end
print(trend({ 120, 131, 152, 160 }).text) --> From 2018 to 2021 the rate of cases in the area rose by 10.6% a year (95% limits from a rise of 2.7% to a rise of 19.1% a year, by trend.poisson_loglinear).
s = trend { 120, 131, 122, 118 }
print(s.verdict, s.text:match "^.-:") --> not settled	From 2018 to 2021 the figures do not settle whether the rate of cases in the area rose or fell:
-- A hidden year is named, with what it could make of the trend; where that could be the other way, nothing is settled.
local hidden = foi.read("made_up_hidden_years.csv", { marks = { ["<5"] = { mark = "suppressed", lo = 1, hi = 4 } } })
  :trend { by = "year", count = "cases", population = "people", within = "area" }
print(foi.say.trend(hidden:row(1), { events = "cases", conf_level = 0.95 }).text)
--> From 2016 to 2021 the figures do not settle whether the rate of cases rose or fell: the 95% limits run from a fall of 12.5% to a rise of 30.5% a year, by trend.poisson_loglinear. 2017 (suppressed), 2018 (suppressed) and 2019 (suppressed) are not in it; with any figure that they can have, the trend of all years lies between a rise of 12.4% and a rise of 25.8% a year.
print(foi.say.trend(hidden:row(2), { events = "cases", conf_level = 0.95 }).text)
--> From 2016 to 2020 the figures do not settle whether the rate of cases rose or fell: the 95% limits run from a fall of 60.0% to a rise of 84.2% a year, by trend.poisson_loglinear. 2016 (suppressed) and 2020 (suppressed) are not in it; with any figure that they can have, the trend of all years lies between a fall of 21.4% and a rise of 18.1% a year.
print(foi.say.trend(hidden:row(3), { events = "cases", conf_level = 0.95 }).text)
--> A trend of cases from 2016 to 2019 cannot be quoted: too few years have figures, or the model has no answer. 2016 (suppressed), 2017 (suppressed) and 2019 (suppressed) are not in it; with any figure that they can have, the trend of all years lies between a fall of 24.8% and a rise of 67.1% a year.
local falls = { from = 2018, to = 2024, annual_ratio = 0.9, annual_ratio_lower = 0.8, annual_ratio_upper = 0.95, method = "trend.quasipoisson",
  left_out = 2, why = "2019 (suppressed) and 2020 (suppressed)", hidden_lower = 0.85, hidden_upper = 0.92 }
s = foi.say.trend(falls, { events = "cases", conf_level = 0.95 })
print(s.verdict, s.text)
--> lower	From 2018 to 2024 the rate of cases fell by 10.0% a year (95% limits from a fall of 20.0% to a fall of 5.0% a year, by trend.quasipoisson). 2019 (suppressed) and 2020 (suppressed) are not in it; with any figure that they can have, the trend of all years lies between a fall of 15.0% and a fall of 8.0% a year.
falls.hidden_upper = 1.02
print(foi.say.trend(falls, { events = "cases", conf_level = 0.95 }).verdict) --> not settled
falls.hidden_lower, falls.hidden_upper, falls.why = nil, nil, "2019 (refused) and 2020 (refused)"
s = foi.say.trend(falls, { events = "cases", conf_level = 0.95 })
print(s.verdict, s.text)
--> lower	From 2018 to 2024 the rate of cases fell by 10.0% a year (95% limits from a fall of 20.0% to a fall of 5.0% a year, by trend.quasipoisson). 2019 (refused) and 2020 (refused) are not in it.
print(trend({ 0, 0, 0, 0 }).verdict) --> not defined

-- Mistakes.
local function caught(f, ...)
  local ok, e = pcall(f, ...)
  return ok and "no error" or e.code .. ": " .. e.message
end
print(caught(foi.say.ratio, with { to = "stay", events = "stays" })) --> A104: foi.say.ratio takes 'to' or 'events', not both
print(caught(foi.say.rate, { conut = 5 })) --> A101: foi.say.rate has no argument 'conut'
print(caught(foi.say.rate, { count = 5, population = 9, people = "children" })) --> A102: foi.say.rate needs 'events'
print(caught(foi.say.trend, 5, { events = "cases", conf_level = 0.95 })) --> A103: foi.say.trend: 'row' must be a table, got 5
print(caught(foi.say.rate, { count = 5, population = 9, events = "a", people = "b", fewest = "x" })) --> A103: foi.say.rate: 'fewest' must be a number, got "x"

-- A stage of a cascade, and all of them together.
local stages = foi.table("stages", { { "group", { "White", "Black" } }, { "referred", { 1000, 200 } },
  { "assessed", { 500, 140 } }, { "planned", { 50, 28 } } })
  :cascade { stages = { "referred", "assessed", "planned" }, group = "group", reference = "White" }
local words = { group = "Black children", reference = "White children", from = "were assessed", to = "given a plan",
  conf_level = 0.95 }
print(foi.say.cascade(stages:row(6), words).text)
--> Of the Black children who were assessed, 28 of 140 (20.0%) were given a plan: 2.00 times the share of White children (95% limits 1.31 to 3.02). Over all stages up to here the ratio is 2.80 (95% limits 1.81 to 4.30).
print(foi.say.cascade(stages:row(5), words).verdict) --> not defined
words.fewest = 50
print(foi.say.cascade(stages:row(6), words).text)
--> The part of the Black children who were assessed and were then given a plan cannot be quoted: one of the counts is below 50.
print(caught(foi.say.cascade, {}, words)) --> A103: foi.say.cascade takes a row of t:cascade first: foi.say.cascade(t:cascade{...}:row(1), {...})

-- What has no finite value, or no number at all, is said and not printed.
local function refused(f, ...)
  local ok, e = pcall(f, ...)
  return ok and e.text or e.code .. ": " .. e.message
end
print(foi.say.ratio(with { reference_count = 0, fewest = 0 }).text) --> A ratio of Mixed pupils to White pupils cannot be computed: it has no finite value.
print(foi.say.trend({ from = 2018, to = 2020, annual_ratio = 1, annual_ratio_lower = 0, annual_ratio_upper = 1 / 0 }, { events = "referrals", conf_level = 0.95 }).text)
--> A trend of referrals from 2018 to 2020 cannot be quoted: too few years have figures, or the model has no answer.
print(refused(foi.say.ratio, with { count = 3, fewest = 0 / 0 })) --> A104: foi.say.ratio: 'fewest' must be a number, 0 or more, got NaN
print(refused(foi.say.difference, with { events = "placements", per = 0 / 0 })) --> A104: foi.say.difference: 'per' must be a number above 0, got NaN
print(refused(foi.say.ratio, with { scope = {} })) --> A103: foi.say.ratio: 'scope' must be text, got a table

-- Few who did not go on are as few as few who did.
local decisions = foi.table("made_up", { { "group", { "A", "B" } }, { "arrested", { 100, 200 } }, { "charged", { 97, 180 } } })
local staged = decisions:cascade { stages = { "arrested", "charged" }, group = "group", reference = "B" }
print(foi.say.cascade(staged:row(3), { group = "As", reference = "Bs", from = "were arrested", to = "charged", conf_level = 0.95 }).text)
--> The part of the As who were arrested and were then charged cannot be quoted: one of the counts is below 10.
print(caught(foi.say.trend, { from = 2018, to = 2020 }, { events = "cases" })) --> A102: foi.say.trend needs 'conf_level'
