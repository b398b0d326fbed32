-- The results of t:stratified as a table: a row for each group, its columns and what is said of them.
local core = ...
local lists = core.module "lists"
local result_rows = core.module "result_rows"

local column, any = result_rows.column, result_rows.any

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

-- Events and people of both groups in the strata that are used.
local function sum_columns(rows, t, given)
  local method, out = given.method, {}
  local function add(name, from, sum, whose)
    local title = t:column(from).title or from
    out[#out + 1] = column(rows, name, function(row) return row.sums[sum] end, {
      title = whose and ("%s: %s"):format(whose, title) or title, count = true }, from ~= given.count)
  end
  add(given.count, given.count, method.count1)
  add(given.population_name, given.population_name, method.people1)
  add("reference_count", given.count, method.count0, given.reference)
  add("reference_population", given.population_name, method.people0, given.reference)
  return table.unpack(out)
end

local function result_table(t, given, rows)
  local method, columns = given.method, {}
  local function add(...)
    for _, each in ipairs { ... } do columns[#columns + 1] = each end
  end
  for k, name in ipairs(lists.joined(given.within, { given.group })) do
    add(column(rows, name, function(row) return row.labels[k] end, { title = t:column(name).title }))
  end
  add(sum_columns(rows, t, given))
  add(ratio_columns(rows, "crude", "crude", { title = "Crude " .. method.ratio, measure = method.crude }, given))
  add(ratio_columns(rows, "ratio", "stratified", { title = "Stratified " .. method.ratio, measure = given.measure },
    given))
  if result_rows.any_hidden(rows) then
    add(result_rows.hidden_columns(rows, { measure = given.measure, comparator = given.reference,
      denominator = given.population_title }))
  end
  add(column(rows, "direction", function(row) return row.direction end, { title = "Direction" }))
  add(column(rows, "p_value_homogeneity", function(row) return row.homogeneity.p_value end, {
    title = "p-value: one ratio in all strata", measure = method.homogeneity, comparator = given.reference,
    denominator = given.population_title }))
  add(column(rows, "strata", function(row) return row.strata end, { title = "Strata used", count = true }))
  add(column(rows, "left_out", function(row) return row.left_out end, { title = "Strata left out", count = true }))
  if any(rows, function(row) return row.left_out > 0 end) then
    add(column(rows, "why", function(row) return row.why end, { title = "Why left out" }))
  end
  return core.table("stratified", columns, t)
end

-- Why results of some rows are not defined, each reason once, beside the columns that it is about.
local function note_undefined(t, rows)
  local told, columns = {}, { crude = "crude", stratified = "ratio", homogeneity = "p_value_homogeneity" }
  for _, row in ipairs(rows) do
    for _, part in ipairs { "crude", "stratified", "homogeneity" } do
      local answer = row[part]
      local text = answer.note and ("%s: %s."):format(answer.measure, answer.note)
      if text and not lists.has(told, text) then
        told[#told + 1] = text
        t = t:note(text, { columns = columns[part] })
      end
    end
  end
  return t
end

-- Groups whose strata with hidden counts must differ from the others.
local function note_outside(t, rows)
  local outside = {}
  for i, row in ipairs(result_rows.outside(rows, function(row) return row.stratified.estimate end)) do
    outside[i] = row.labels[#row.labels]
  end
  if #outside == 0 then return t end
  return t:note(("The stratified ratio of %s lies outside that range: strata with hidden counts differ from the "
    .. "others, and leaving them out moves the ratio further than they could. Quote the range."):format(
    lists.in_words(outside)), result_rows.hidden)
end

local function add_notes(t, given, rows, words)
  t = t:note(("Stratified by %s: each group against %s of the same %s. Both ratios rest on the strata in which both "
    .. "groups have people and a count."):format(words, given.reference, words))
  if result_rows.any_hidden(rows) then
    t = t:note("The lowest and highest ratio have every hidden count at one end of its bounds, in all strata with "
      .. "people: a range, not limits of chance. Counts without bounds leave it open.", result_rows.hidden)
    t = note_outside(t, rows)
  end
  if any(rows, function(row) return row.direction:find "^reverses" end) then
    t = t:note("Where the direction reverses, the crude ratio is due to which strata the groups live in, not to a "
      .. "difference within them (Simpson's paradox); see whether the limits leave out 1.", { columns = "direction" })
  end
  if any(rows, function(row) return (row.homogeneity.p_value or 1) < 0.05 end) then
    t = t:note("Where the p-value is small, ratios differ from stratum to stratum: the stratified ratio is then an "
      .. "average of them, that of no stratum.", { columns = "p_value_homogeneity" })
  end
  return note_undefined(t, rows)
end

-- The table of the rows: 't' has the strata and groups that they come from.
return function(t, given, rows)
  return add_notes(result_table(t, given, rows), given, rows, lists.titles_in_words(t, given.strata))
end
