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

local known_arguments = { "count", "population", "group", "reference", "strata", "within", "method", "by_stratum",
  "unknown_labels", "conf_level" }

-- For each method: the measures of the crude ratio, of the same ratio in all strata and of its range
-- where a count is hidden; what they call group and reference; and what the ratio is called.
local methods = {
  ["mh.rateratio"] = { crude = "rateratio.ci.exact_conditional", homogeneity = "mh.homogeneity.rateratio",
    range = "bounds.rateratio", ratio = "rate ratio", count1 = "count1", people1 = "exposure1", count0 = "count0",
    people0 = "exposure0" },
  ["mh.riskratio.greenland_robins"] = { crude = "riskratio.ci.koopman_score",
    homogeneity = "mh.homogeneity.inverse_variance_Q.RR", range = "bounds.riskratio", ratio = "risk ratio",
    count1 = "x1", people1 = "n1", count0 = "x0", people0 = "n0" },
  ["mh.oddsratio.rbg_ci"] = { crude = "oddsratio.ci.miettinen_nurminen_score",
    homogeneity = "mh.homogeneity.tarone_adjusted", range = "bounds.oddsratio", ratio = "odds ratio",
    count1 = "x1", people1 = "n1", count0 = "x0", people0 = "n0" },
}

local function check_method(name)
  if methods[name] then return methods[name] end
  names.measure(name) -- an error that suggests the nearest, where there is none of this name
  core.fail("A104", ("stratified: '%s' is no ratio over strata"):format(name),
    "it is mh.rateratio, mh.riskratio.greenland_robins or mh.oddsratio.rbg_ci")
end

local function check(t, options)
  names.check("stratified", options, known_arguments)
  names.need("stratified", options, "strata")
  local within, strata = lists.of(options.within), lists.of(options.strata)
  local given = comparison.check("stratified", t, options, known_arguments, lists.joined(within, strata))
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
    local low, high = count:bounds(i)
    out.low[k], out.high[k] = low, high
    if low == nil or low ~= high then
      out.reason, out.hidden = rates.mark_in_words(count:mark(i)), count:mark(i) ~= "not_applicable"
    end
  end
  return out
end

local function is_bounded(one)
  for k = 1, 2 do
    if (one.low[k] or -1) < 0 or (one.high[k] or math.huge) == math.huge then return false end
  end
  return true
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
  local out = { used = {}, possible = {}, reasons = {}, hidden = 0, bounded = true }
  local function leave_out(reason, n) out.reasons[reason] = (out.reasons[reason] or 0) + n end
  if n_strata > #rows then leave_out("no row", n_strata - #rows) end
  for _, i in ipairs(rows) do
    local one = stratum(all, given, i)
    if one.reason then leave_out(one.reason, 1) else out.used[#out.used + 1] = one end
    if one.reason == nil or (one.hidden and is_bounded(one)) then out.possible[#out.possible + 1] = one end
    if one.hidden then out.hidden, out.bounded = out.hidden + 1, out.bounded and is_bounded(one) end
  end
  out.left_out = n_strata - #out.used
  return out
end

-- The least and the greatest ratio that hidden counts allow; nil where some have no bounds.
local function hidden_range(found, given)
  if not found.bounded or #found.possible == 0 then return {} end
  return { low = mantel_haenszel(found.possible, given, "low", "high").estimate,
    high = mantel_haenszel(found.possible, given, "high", "low").estimate }
end

local function side(ratio)
  return ratio > 1 and "above 1" or ratio < 1 and "below 1" or "at 1"
end

-- "reverses: crude above 1, stratified below 1": on which side of 1 the two estimates lie.
local function direction(one, other)
  if one == nil or other == nil then return "not known" end
  one, other = side(one), side(other)
  if one == other then return "both " .. one end
  local opposite = one ~= "at 1" and other ~= "at 1"
  return ("%scrude %s, stratified %s"):format(opposite and "reverses: " or "", one, (other:gsub(" 1$", "")))
end

-- All results of one group in one series.
local function compared(all, given, each, n_strata)
  local found = sort_strata(all, given, each.rows, n_strata)
  local row = { labels = each.labels, strata = #found.used, left_out = found.left_out, hidden = found.hidden,
    why = found.left_out > 0 and reasons_in_words(found.reasons) or "none", range = hidden_range(found, given) }
  if #found.used == 0 then
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

-- A column of what 'pick' finds in each row; nothing where a result is not defined.
local function column(rows, name, pick, words)
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = pick(row)
    if list[i] == nil then list[i] = false end
  end
  words.name = name
  return core.field(core.column(list), words)
end

local function heading(text) return text:sub(1, 1):upper() .. text:sub(2) end

-- Estimate and limits of a ratio: the columns NAME, NAME_lower, NAME_upper.
local function ratio_columns(rows, name, answer, words, given)
  local out = {}
  for k, part in ipairs { "estimate", "lower", "upper" } do
    local limit = part ~= "estimate"
    out[k] = column(rows, limit and name .. "_" .. part or name, function(row) return row[answer][part] end, {
      title = limit and ("%s: %s limit"):format(words.title, part) or words.title, measure = words.measure,
      comparator = given.reference, denominator = given.population_title, decimals = 3,
      conf_level = limit and given.conf_level or 0 })
  end
  return table.unpack(out)
end

-- The columns hidden_lower and hidden_upper, where any count is hidden; a range without bounds is
-- marked as hidden, too.
local function hidden_columns(rows, given)
  local titles, out, open = { low = "Lowest ratio whatever the hidden counts are",
    high = "Highest ratio whatever the hidden counts are" }, {}, {}
  for i, row in ipairs(rows) do open[i] = row.hidden > 0 and row.range.low == nil and row.range.high == nil end
  for _, side_of in ipairs { { "low", "hidden_lower" }, { "high", "hidden_upper" } } do
    out[#out + 1] = core.mark(column(rows, side_of[2], function(row) return row.range[side_of[1]] end, {
      title = titles[side_of[1]], measure = given.measure, comparator = given.reference,
      denominator = given.population_title, decimals = 3, conf_level = 0 }), open, "suppressed")
  end
  return table.unpack(out)
end

local function any(rows, test)
  for _, row in ipairs(rows) do
    if test(row) then return true end
  end
  return false
end

local function strata_in_words(t, given)
  local words = {}
  for k, name in ipairs(given.strata) do words[k] = t:column(name).title or name end
  return table.concat(words, " and ")
end

local function result_table(t, given, rows)
  local method, columns = given.method, {}
  local function add(...)
    for _, each in ipairs { ... } do columns[#columns + 1] = each end
  end
  for k, name in ipairs(lists.joined(given.within, { given.group })) do
    add(column(rows, name, function(row) return row.labels[k] end, { title = t:column(name).title }))
  end
  local counts = { { given.count, method.count1 }, { given.population_name, method.people1 },
    { "reference_count", method.count0 }, { "reference_population", method.people0 } }
  for k, pair in ipairs(counts) do
    local title = t:column(counts[(k - 1) % 2 + 1][1]).title or counts[(k - 1) % 2 + 1][1]
    add(column(rows, pair[1], function(row) return row.sums[pair[2]] end, {
      title = k > 2 and ("%s: %s"):format(given.reference, title) or title, count = true }))
  end
  add(ratio_columns(rows, "crude", "crude", { title = "Crude " .. method.ratio, measure = method.crude }, given))
  add(ratio_columns(rows, "ratio", "stratified", { title = "Stratified " .. method.ratio, measure = given.measure },
    given))
  if any(rows, function(row) return row.hidden > 0 end) then add(hidden_columns(rows, given)) end
  add(column(rows, "direction", function(row) return row.direction end, { title = "Direction" }))
  add(column(rows, "p_value_homogeneity", function(row) return row.homogeneity.p_value end, {
    title = "p-value: one ratio in all strata", measure = method.homogeneity, comparator = given.reference }))
  add(column(rows, "strata", function(row) return row.strata end, { title = "Strata used", count = true }))
  add(column(rows, "left_out", function(row) return row.left_out end, { title = "Strata left out", count = true }))
  if any(rows, function(row) return row.left_out > 0 end) then
    add(column(rows, "why", function(row) return row.why end, { title = "Why left out" }))
  end
  return core.table("stratified", columns, t)
end

-- Why results of some rows are not defined, each reason once.
local function note_undefined(t, rows)
  local told = {}
  for _, row in ipairs(rows) do
    for _, part in ipairs { "crude", "stratified", "homogeneity" } do
      local answer = row[part]
      local text = answer.note and ("%s: %s."):format(answer.measure, answer.note)
      if text and not lists.has(told, text) then told[#told + 1] = text end
    end
  end
  for _, text in ipairs(told) do t = t:note(text) end
  return t
end

-- Groups whose strata with hidden counts must differ from the others.
local function note_outside(t, rows)
  local outside = {}
  for _, row in ipairs(rows) do
    local ratio, low, high = row.stratified.estimate, row.range.low, row.range.high
    if ratio and ((low and ratio < low) or (high and ratio > high)) then
      outside[#outside + 1] = row.labels[#row.labels]
    end
  end
  if #outside == 0 then return t end
  return t:note(("The stratified ratio of %s lies outside that range: strata with hidden counts differ from the "
    .. "others, and leaving them out moves the ratio further than they could. Quote the range."):format(
    lists.in_words(outside)))
end

local function add_notes(t, given, rows, words)
  t = t:note(("Stratified by %s: each group against %s of the same %s. Both ratios rest on the strata in which both "
    .. "groups have people and a count."):format(words, given.reference, words))
  if any(rows, function(row) return row.hidden > 0 end) then
    t = t:note("The lowest and highest ratio have every hidden count at one end of its bounds, in all strata at once: "
      .. "a range, not limits of chance. Counts without bounds leave it open.")
    t = note_outside(t, rows)
  end
  if any(rows, function(row) return row.direction:find "^reverses" end) then
    t = t:note("Where the direction reverses, the crude ratio is due to which strata the groups live in, not to a "
      .. "difference within them (Simpson's paradox); see whether the limits leave out 1.")
  end
  if any(rows, function(row) return (row.homogeneity.p_value or 1) < 0.05 end) then
    t = t:note("Where the p-value is small, ratios differ from stratum to stratum: the stratified ratio is then an "
      .. "average of them, that of no stratum.")
  end
  return note_undefined(t, rows)
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
  out = rates.add(out, rates.columns(answer, "ratio", { title = heading(method.ratio), measure = method.crude,
    comparator = given.reference, denominator = given.population_title, decimals = 3, range = range },
    given.conf_level), answer)
  local used = {}
  for i = 1, #all do used[i] = stratum(all, given, i).reason or "used" end
  return out:derive("used", used, { title = "In the stratified ratio" })
end

-- One row for each group but the reference.
local function all_strata(known, all, given)
  local rows = results(known, all, given)
  return add_notes(result_table(known, given, rows), given, rows, strata_in_words(known, given))
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
  return lost and out:note(unknown.note(core.sum(lost, given.within, { given.count }), given.count)) or out
end
