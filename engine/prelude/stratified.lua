-- t:stratified: does a group differ from a reference group once like is compared with like? The crude
-- ratio of all strata together beside the Mantel-Haenszel ratio, which compares within each stratum.
local core = ...
local names = core.module "names"
local rates = core.module "rates"
local lists = core.module "lists"
local series = core.module "series"
local groups = core.module "groups"
local comparison = core.module "comparison"
local unknown = core.module "unknown"
local sides = core.module "direction"
local as_table = core.module "stratified_table"

-- For each method: the measures of the crude ratio, of the same ratio in all strata and of its range
-- where a count is hidden; what they call group and reference; what the ratio is called; and whether the
-- events are some of the people, so that no hidden count is above these.
local methods = {
  ["mh.rateratio"] = { crude = "rateratio.ci.exact_conditional", homogeneity = "mh.homogeneity.rateratio",
    range = "bounds.rateratio", ratio = "rate ratio", count1 = "count1", people1 = "exposure1", count0 = "count0",
    people0 = "exposure0" },
  ["mh.riskratio.greenland_robins"] = { crude = "riskratio.ci.koopman_score",
    homogeneity = "mh.homogeneity.inverse_variance_Q.RR", range = "bounds.riskratio", ratio = "risk ratio",
    count1 = "x1", people1 = "n1", count0 = "x0", people0 = "n0", of_people = true },
  ["mh.oddsratio.rbg_ci"] = { crude = "oddsratio.ci.miettinen_nurminen_score",
    homogeneity = "mh.homogeneity.tarone_adjusted", range = "bounds.oddsratio", ratio = "odds ratio",
    count1 = "x1", people1 = "n1", count0 = "x0", people0 = "n0", of_people = true },
}

local function check_method(name)
  if methods[name] then return methods[name] end
  names.measure(name) -- an error that suggests the nearest, where there is none of this name
  core.fail("A104", ("stratified: '%s' is no ratio over strata"):format(name),
    "it is mh.rateratio, mh.riskratio.greenland_robins or mh.oddsratio.rbg_ci")
end

local function check(t, options)
  names.check("stratified", options)
  names.need("stratified", options, "strata")
  local within, strata = lists.of(options.within), lists.of(options.strata)
  local given = comparison.check("stratified", t, options, lists.joined(within, strata))
  given.within, given.strata = within, strata
  given.measure = given.method or "mh.rateratio"
  given.method = check_method(given.measure)
  names.need("stratified", options, "population")
  rates.check_people(given.population, given.strata)
  return given
end

-- Each group in each stratum with the reference group's events and people beside it.
local function with_reference(known, given)
  local population = given.population_name
  local reference = groups.pick(known:where { [given.group] = given.reference }, given.own_keys,
    { [given.count] = "reference_count", [population] = "reference_population" })
  reference = reference:derive("reference_row", 1)
  local others = known:where(function(row) return row[given.group] ~= given.reference end)
  return others:join(reference, given.own_keys, { optional = true })
end

-- The figures of row i, or why they are not all known: a count that is hidden has bounds in 'low' and
-- 'high', where there are any.
local function stratum(all, given, i)
  local out = { low = {}, high = {}, people = {} }
  if all.reference_row[i] == nil then return { reason = "no row of " .. given.reference } end
  for k, name in ipairs { given.population_name, "reference_population" } do
    local people = all:column(name)
    out.people[k] = people[i]
    if people[i] == nil then out.reason = "people " .. rates.mark_in_words(people:mark(i)) end
    if people[i] == 0 then out.reason = "nobody in one of the groups" end
  end
  if out.reason then return out end
  for k, name in ipairs { given.count, "reference_count" } do
    local count = all:column(name)
    local low, high = rates.count_between(count, i)
    out.low[k], out.high[k] = low, given.method.of_people and high and math.min(high, out.people[k]) or high
    if low == nil or low ~= high then
      out.reason, out.hidden = rates.mark_in_words(count:mark(i)), count:mark(i) ~= "not_applicable"
    end
  end
  return out
end

-- Is the least of one group's count known, and the greatest of the other's? The ratio is least where the
-- first group's count is, and greatest where the other's is.
local function has_end(one, least_of)
  local other = 3 - least_of
  return one.low[least_of] ~= nil and (one.high[other] or math.huge) < math.huge
end

-- The arguments of a measure over strata, each group's count at the end that is named.
local function arguments(strata, method, end1, end0)
  local out = { [method.count1] = {}, [method.people1] = {}, [method.count0] = {}, [method.people0] = {} }
  for k, one in ipairs(strata) do
    out[method.count1][k], out[method.people1][k] = one[end1][1], one.people[1]
    out[method.count0][k], out[method.people0][k] = one[end0][2], one.people[2]
  end
  return out
end

local function crude(strata, given)
  local sums = { conf_level = given.conf_level }
  for name, list in next, arguments(strata, given.method, "low", "low") do sums[name] = lists.sum(list) end
  return names.measure(given.method.crude)(sums), sums
end

local function mantel_haenszel(strata, given, end1, end0)
  local all = arguments(strata, given.method, end1, end0)
  all.conf_level = given.conf_level
  return names.measure(given.measure)(all)
end

-- "1 no row of White, 3 suppressed"
local function reasons_in_words(reasons)
  local words = {}
  for reason, n in next, reasons do words[#words + 1] = ("%d %s"):format(n, reason) end
  table.sort(words)
  return table.concat(words, ", ")
end

-- The strata of one group: those that are used, those that could be if hidden counts were known, and
-- why the others are left out.
local function sort_strata(all, given, rows, n_strata)
  local out = { used = {}, possible = {}, reasons = {}, hidden = 0, has_low = true, has_high = true }
  local function leave_out(reason, n) out.reasons[reason] = (out.reasons[reason] or 0) + n end
  if n_strata > #rows then leave_out("no row", n_strata - #rows) end
  for _, i in ipairs(rows) do
    local one = stratum(all, given, i)
    if one.reason then leave_out(one.reason, 1) else out.used[#out.used + 1] = one end
    if one.reason == nil or one.hidden then out.possible[#out.possible + 1] = one end
    if one.hidden then
      out.hidden, out.has_low = out.hidden + 1, out.has_low and has_end(one, 1)
      out.has_high = out.has_high and has_end(one, 2)
    end
  end
  out.left_out = n_strata - #out.used
  return out
end

-- The least and the greatest ratio that hidden counts allow; nil where one of them has no such bound.
local function hidden_range(found, given)
  if #found.possible == 0 then return {} end
  return { low = found.has_low and mantel_haenszel(found.possible, given, "low", "high").estimate or nil,
    high = found.has_high and mantel_haenszel(found.possible, given, "high", "low").estimate or nil }
end

local places = { above = "above 1", below = "below 1", equal = "at 1" }

-- "reverses: crude above 1, stratified below 1": on which side of 1 the two estimates lie.
local function direction(one, other)
  if one == nil or other == nil then return "not known" end
  one, other = places[sides.of(one)], places[sides.of(other)]
  if one == other then return "both " .. one end
  local opposite = one ~= "at 1" and other ~= "at 1"
  return ("%scrude %s, stratified %s"):format(opposite and "reverses: " or "", one, (other:gsub(" 1$", "")))
end

-- All results of one group in one series.
local function compared(all, given, each, n_strata)
  local found = sort_strata(all, given, each.rows, n_strata)
  local row = { labels = each.labels, strata = #found.used, left_out = found.left_out, hidden = found.hidden,
    why = found.left_out > 0 and reasons_in_words(found.reasons) or "none", range = hidden_range(found, given) }
  if #found.used == 0 then -- hidden, if the strata are left out because of hidden counts
    row.mark = found.hidden > 0 and "suppressed" or nil
    row.crude, row.stratified, row.homogeneity, row.sums = {}, {}, {}, {}
    row.direction = direction()
    return row
  end
  row.crude, row.sums = crude(found.used, given)
  row.stratified = mantel_haenszel(found.used, given, "low", "low")
  row.homogeneity = names.measure(given.method.homogeneity)(arguments(found.used, given.method, "low", "low"))
  row.direction = direction(row.crude.estimate, row.stratified.estimate)
  return row
end

-- The results of every group but the reference, in the order of series and groups.
local function results(known, all, given)
  local strata_of, out = {}, {}
  for _, each in ipairs((series.rows("stratified", known, given.own_keys))) do
    local key = table.concat(each.labels, "\0", 1, #given.within)
    strata_of[key] = (strata_of[key] or 0) + 1
  end
  for _, each in ipairs((series.rows("stratified", all, lists.joined(given.within, { given.group })))) do
    out[#out + 1] = compared(all, given, each, strata_of[table.concat(each.labels, "\0", 1, #given.within)])
  end
  return out
end

-- One row for each group and stratum, with the ratio in it and whether it is used.
local function each_stratum(all, given)
  local method = given.method
  local pair = { [method.count1] = all:column(given.count), [method.count0] = all:column "reference_count" }
  local people = { [method.people1] = all:column(given.population_name),
    [method.people0] = all:column "reference_population" }
  local range = rates.range(method.range, pair, people)
  for name, each in next, people do pair[name] = each end
  pair.conf_level = given.conf_level
  local answer = names.measure(method.crude)(pair)
  local out = all:select(lists.joined(given.own_keys, { given.group, given.count, given.population_name,
    "reference_count", "reference_population" }))
  out = rates.add(out, rates.columns(answer, "ratio", { title = lists.capital(method.ratio), measure = method.crude,
    comparator = given.reference, denominator = given.population_title, decimals = 3, range = range },
    given.conf_level), answer)
  local used = {}
  for i = 1, #all do used[i] = stratum(all, given, i).reason or "used" end
  return out:derive("used", used, { title = "In the stratified ratio" })
end

-- One row for each group but the reference.
local function all_strata(known, all, given)
  return as_table(known, given, results(known, all, given))
end

-- t:stratified{count, population, group, reference, strata = "area", within = {"year"}, method =
-- "mh.rateratio", by_stratum = false}: one row for each group but the reference with
-- crude and stratified ratio, limits, direction and the test of homogeneity; or one for each stratum.
return function(t, options)
  local given = check(t, options)
  core.sum(t, lists.joined(given.within, { given.group }), { given.count }) -- refuses strata within strata
  local known, lost = comparison.known(t, given)
  local all = with_reference(known, given)
  local out = given.by_stratum and each_stratum(all, given) or all_strata(known, all, given)
  out = groups.note_absent(out, t, given, "they have no ratio")
  return lost and out:note(unknown.note(core.sum(lost, given.within, { given.count }), given.count)) or out
end
