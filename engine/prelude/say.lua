-- Sentences that people may print: a rate, a proportion, a ratio, a difference or a trend with its
-- counts, its limits and what they allow to say, or why the numbers are too small to say anything.
local core = ...
local names = core.module "names"
local rates = core.module "rates"
local lists = core.module "lists"

local say = {}

local function number(x, decimals) return core.fixed(x, decimals) end
local function whole(x) return core.fixed(x, 0) end

-- Decimals of an estimate and its limits: one from 10 on, as rates are published; of an estimate of 0
-- those of its upper limit.
local function decimals_for(estimate, upper)
  local x = math.abs(estimate == 0 and upper or estimate)
  return x >= 10 and 1 or x >= 0.1 and 2 or 3
end

local function percent(x) return core.fixed(x * 100, 1) .. "%" end

local exact = { ["rate.ci.garwood_exact"] = true, ["rateratio.ci.exact_conditional"] = true,
  ["prop.ci.clopper_pearson"] = true }

-- "exact 95% limits", or "95% limits" with the measure named where it is not the usual one.
local function limits_in_words(answer, usual)
  local text = ("%s%s limits"):format(exact[answer.measure] and "exact " or "", rates.level_text(answer.conf_level))
  return answer.measure == usual and text or ("%s by %s"):format(text, answer.measure)
end

local function sentence(text, verdict, answer)
  return { text = text, verdict = verdict, measure = answer and answer.measure }
end

-- " in Leicester", or nothing.
local function scope(given) return given.scope and " " .. given.scope or "" end

-- Whether all of these are numbers that can be printed.
local function finite(...)
  for i = 1, select("#", ...) do
    local x = select(i, ...)
    if math.type(x) == nil or x ~= x or math.abs(x) == math.huge then return false end
  end
  return true
end

-- A count below the limit is not printed either: the sentence is for publication.
local function too_few(given, what, counts)
  local fewest = given.fewest or 10
  for _, count in ipairs(counts) do
    if count < fewest then
      local of = #counts > 1 and "one of the counts is" or "the count is"
      return sentence(("%s%s cannot be quoted: %s below %s."):format(what, scope(given), of, whole(fewest)), "too few")
    end
  end
end

local function not_defined(what, given, answer)
  return sentence(("%s%s cannot be computed: %s."):format(what, scope(given), answer.note
    or "it has no finite value"), "not defined", answer)
end

local function need_texts(what, given, wanted)
  for _, name in ipairs(wanted) do names.need(what, given, name) end
end

-- foi.say.rate{count, population, events = "referrals", people = "children", per, scope, ...}
function say.rate(given)
  local what = "foi.say.rate"
  names.check(what, given)
  need_texts(what, given, { "events", "people" })
  local answer = rates.rate { count = given.count, population = given.population, per = given.per,
    method = given.method, conf_level = given.conf_level }
  local of = "A rate of " .. given.events
  local refused = too_few(given, of, { given.count })
  if refused then return refused end
  if not finite(answer.rate, answer.lower, answer.upper) then return not_defined(of, given, answer) end
  local decimals = decimals_for(answer.rate, answer.upper)
  return sentence(("There were %s %s among %s %s%s: %s per %s %s (%s %s to %s)."):format(whole(given.count),
    given.events, whole(given.population), given.people, scope(given), number(answer.rate, decimals),
    rates.grouped(answer.per), given.people, limits_in_words(answer, rates.default.rate),
    number(answer.lower, decimals), number(answer.upper, decimals)), "quoted", answer)
end

-- foi.say.proportion{count, of, things = "assessments", did = "were closed at once", scope, ...}
function say.proportion(given)
  local what = "foi.say.proportion"
  names.check(what, given)
  need_texts(what, given, { "things", "did" })
  local answer = rates.proportion { count = given.count, of = given.of, method = given.method,
    conf_level = given.conf_level }
  local part = ("The part of %s that %s"):format(given.things, given.did)
  local refused = too_few(given, part, { given.count, given.of - given.count })
  if refused then return refused end
  if not finite(answer.proportion, answer.lower, answer.upper) then return not_defined(part, given, answer) end
  return sentence(("%s of %s %s%s %s: %s (%s %s to %s)."):format(whole(given.count), whole(given.of), given.things,
    scope(given), given.did, percent(answer.proportion), limits_in_words(answer, rates.default.proportion),
    percent(answer.lower), percent(answer.upper)), "quoted", answer)
end

-- What limits allow to say of a comparison whose parity is 'same'.
local function verdict_of(answer, same)
  return answer.lower > same and "higher" or answer.upper < same and "lower" or "not settled"
end

local unsettled = " The limits lie on both sides of %s: the figures do not settle which is higher."

-- "110 of 4,457 against 381 of 18,905 children", or "110 events for 4,457 against ..." where one person
-- can have several.
local function both_counts(given, between)
  return ("%s %s %s against %s %s %s %s"):format(whole(given.count), between, whole(given.population),
    whole(given.reference_count), between, whole(given.reference_population), given.people)
end

-- foi.say.ratio{count, population, reference_count, reference_population, group = "Mixed children",
-- reference = "White children", people = "children", to = "be looked after" or events = "referrals", ...}
function say.ratio(given)
  local what = "foi.say.ratio"
  names.check(what, given)
  need_texts(what, given, { "group", "reference", "people" })
  if given.to and given.events then
    core.fail("A104", what .. " takes 'to' or 'events', not both",
      "to = \"be looked after\" where each person is counted once, events = \"referrals\" where one can have several")
  end
  local answer = rates.rate_ratio { count = given.count, population = given.population,
    reference_count = given.reference_count, reference_population = given.reference_population, method = given.method,
    conf_level = given.conf_level }
  local of = ("A ratio of %s to %s"):format(given.group, given.reference)
  local counts = { given.count, given.reference_count }
  if given.to then -- those who are left tell as much
    counts[3], counts[4] = given.population - given.count, given.reference_population - given.reference_count
  end
  local refused = too_few(given, of, counts)
  if refused then return refused end
  if not finite(answer.ratio, answer.lower, answer.upper) then return not_defined(of, given, answer) end
  local decimals = decimals_for(answer.ratio, answer.upper)
  local ratio = number(answer.ratio, decimals)
  local start = given.to and ("%s were %s times as likely as %s to %s%s"):format(lists.capital(given.group), ratio,
      given.reference, given.to, scope(given))
    or ("The rate %s%s%s was %s times that of %s"):format(given.events and ("of %s of "):format(given.events) or "of ",
      given.group, scope(given), ratio, given.reference)
  local verdict = verdict_of(answer, 1)
  return sentence(("%s (%s %s to %s): %s.%s"):format(start, limits_in_words(answer, rates.default.ratio),
    number(answer.lower, decimals), number(answer.upper, decimals), both_counts(given, given.to and "of" or "for"),
    verdict == "not settled" and unsettled:format "1" or ""), verdict, answer)
end

local usual_difference = "ratediff.ci.score"

-- "45.3 more", "90.3 fewer".
local function more_or_fewer(x, decimals)
  return number(math.abs(x), decimals) .. (x < 0 and " fewer" or " more")
end

-- foi.say.difference{count, population, reference_count, reference_population, group, reference,
-- events = "referrals", people = "children", per = 10000, ...}
function say.difference(given)
  local what = "foi.say.difference"
  names.check(what, given)
  need_texts(what, given, { "group", "reference", "people", "events" })
  for _, name in ipairs { "count", "population", "reference_count", "reference_population" } do
    names.need(what, given, name)
  end
  local per, method, level = given.per or 10000, given.method or usual_difference, given.conf_level or 0.95
  local measured = names.measure(method) { count1 = given.count, exposure1 = given.population,
    count0 = given.reference_count, exposure0 = given.reference_population, conf_level = level }
  local answer = { measure = method, conf_level = level, note = measured.note }
  for _, name in ipairs { "estimate", "lower", "upper" } do answer[name] = measured[name] and measured[name] * per end
  local of = ("A difference between %s and %s"):format(given.group, given.reference)
  local refused = too_few(given, of, { given.count, given.reference_count })
  if refused then return refused end
  if not finite(answer.estimate, answer.lower, answer.upper) then return not_defined(of, given, answer) end
  local decimals, verdict = decimals_for(answer.estimate, answer.upper), verdict_of(answer, 0)
  return sentence(("For every %s %s%s there were %s %s among %s than among %s (%s: from %s to %s): %s.%s"):format(
    rates.grouped(per), given.people, scope(given), more_or_fewer(answer.estimate, decimals), given.events, given.group,
    given.reference, limits_in_words(answer, usual_difference), more_or_fewer(answer.lower, decimals),
    more_or_fewer(answer.upper, decimals), both_counts(given, "for"),
    verdict == "not settled" and unsettled:format "0" or ""), verdict, answer)
end

-- A yearly ratio as a change: 0.984 is "fell by 1.6%".
local function change(ratio)
  local by = (ratio - 1) * 100
  return ("%s%%"):format(number(math.abs(by), 1)), by < 0 and "fell" or "rose"
end

local function limit_in_words(ratio)
  local by, direction = change(ratio)
  return direction == "fell" and "a fall of " .. by or "a rise of " .. by
end

-- "a fall of 1.6% to a rise of 2.0% a year"
local function range_in_words(lower, upper)
  return ("%s to %s a year"):format(limit_in_words(lower), limit_in_words(upper))
end

-- What hidden years could make of the trend; nothing where none is left out.
local function left_out_in_words(row)
  if (row.left_out or 0) == 0 then return "" end
  local one = row.left_out == 1
  local text = (" %s %s not in it"):format(row.why, one and "is" or "are")
  if not finite(row.hidden_lower, row.hidden_upper) then return text .. "." end
  return ("%s; with any figure that %s can have, the trend of all years lies between %s and %s a year."):format(text,
    one and "it" or "they", limit_in_words(row.hidden_lower), limit_in_words(row.hidden_upper))
end

-- What the limits and, where years are hidden, the range of the trend allow to say.
local function trend_verdict(row)
  local verdict = verdict_of({ lower = row.annual_ratio_lower, upper = row.annual_ratio_upper }, 1)
  if not finite(row.hidden_lower, row.hidden_upper) then return verdict end
  return verdict_of({ lower = row.hidden_lower, upper = row.hidden_upper }, 1) == verdict and verdict or "not settled"
end

-- A row of t:METHOD has all of 'wanted'.
local function check_row(what, row, given, method, wanted)
  names.need(what, given, "conf_level")
  for _, name in ipairs(wanted) do
    if type(row) ~= "table" or row[name] == nil then
      core.fail("A103", ("%s takes a row of t:%s first: %s(t:%s{...}:row(1), {...})"):format(what, method, what,
        method))
    end
  end
end

-- foi.say.trend(row of t:trend, {events = "referrals", scope}): a row has from, to, years and the ratio
-- for one more year with its limits, and what is known of hidden years.
function say.trend(row, given)
  local what = "foi.say.trend"
  names.check(what, given)
  need_texts(what, given, { "events" })
  check_row(what, row, given, "trend", { "from", "to" })
  local span, answer = ("from %s to %s"):format(row.from, row.to), { measure = row.method }
  local left_out = left_out_in_words(row)
  if not finite(row.annual_ratio, row.annual_ratio_lower, row.annual_ratio_upper) then
    return sentence(("A trend of %s%s %s cannot be quoted: too few years have figures, or the model has no answer.%s")
      :format(given.events, scope(given), span, left_out), "not defined", answer)
  end
  local verdict, by, direction = trend_verdict(row), change(row.annual_ratio)
  local between = ("%s, by %s"):format(range_in_words(row.annual_ratio_lower, row.annual_ratio_upper), row.method)
  local level, whose = rates.level_text(given.conf_level), given.events .. scope(given)
  if verdict == "not settled" then
    return sentence(("%s the figures do not settle whether the rate of %s rose or fell: the %s limits run from %s.%s")
      :format(lists.capital(span), whose, level, between, left_out), verdict, answer)
  end
  return sentence(("%s the rate of %s %s by %s a year (%s limits from %s).%s"):format(lists.capital(span), whose,
    direction, by, level, between, left_out), verdict, answer)
end

local function limits_of_row(row, name, decimals, level)
  return ("%s limits %s to %s"):format(level, number(row[name .. "_lower"], decimals),
    number(row[name .. "_upper"], decimals))
end

-- " Over all stages up to here the ratio is 1.20 (95% limits 1.10 to 1.31).", or nothing where it is hidden.
local function over_all_stages(row, level)
  if not finite(row.cumulative_ratio, row.cumulative_ratio_lower, row.cumulative_ratio_upper) then return "" end
  local decimals = decimals_for(row.cumulative_ratio, row.cumulative_ratio_upper)
  return (" Over all stages up to here the ratio is %s (%s)."):format(number(row.cumulative_ratio, decimals),
    limits_of_row(row, "cumulative_ratio", decimals, level))
end

-- foi.say.cascade(row of t:cascade, {group = "Black children", reference = "White children",
-- from = "were arrested", to = "remanded", scope}): the ratio at this stage and over all stages so far.
function say.cascade(row, given)
  local what = "foi.say.cascade"
  names.check(what, given)
  need_texts(what, given, { "group", "reference", "from", "to" })
  check_row(what, row, given, "cascade", { "stage" })
  local of = ("The part of the %s who %s and were then %s"):format(given.group, given.from, given.to)
  if not finite(row.events, row.at_risk, row.ratio, row.ratio_lower, row.ratio_upper) then
    return sentence(("%s%s cannot be compared: a count is hidden, or the stages do not allow it."):format(of,
      scope(given)), "not defined")
  end
  local refused = too_few(given, of, { row.events, row.at_risk - row.events })
  if refused then return refused end
  local level, decimals = rates.level_text(given.conf_level), decimals_for(row.ratio, row.ratio_upper)
  local verdict = verdict_of({ lower = row.ratio_lower, upper = row.ratio_upper }, 1)
  return sentence(("Of the %s who %s%s, %s of %s (%s) were %s: %s times the share of %s (%s).%s%s"):format(given.group,
    given.from, scope(given), whole(row.events), whole(row.at_risk), percent(row.events / row.at_risk), given.to,
    number(row.ratio, decimals), given.reference, limits_of_row(row, "ratio", decimals, level),
    verdict == "not settled" and unsettled:format "1" or "", over_all_stages(row, level)), verdict)
end

return say
