-- The results of t:trend as a table: a row for each run of years, its columns and what is said of them.
local core = ...
local periods = core.module "periods"
local lists = core.module "lists"
local result_rows = core.module "result_rows"

local most_notes = 5 -- on single trends; the columns left_out and why have all of them

-- The measure of the limits, where it is one and the same for all rows: the column 'method' has each.
local function one_method(rows)
  local measure
  for _, row in ipairs(rows) do
    if row.measure and measure and row.measure ~= measure then return nil end
    measure = row.measure or measure
  end
  return measure
end

-- The columns of the ratio, its limits and its p-value.
local function ratio_columns(words, add)
  local title = "Ratio for one more year"
  for _, part in ipairs { "ratio", "lower", "upper" } do
    local limit = part ~= "ratio"
    add(limit and "annual_ratio_" .. part or "annual_ratio", function(row) return row[part] end, {
      title = limit and ("%s: %s limit"):format(title, part) or title, decimals = 3, measure = words.measure,
      comparator = words.comparator, denominator = words.denominator, conf_level = limit and words.conf_level or 0 })
  end
  add("p_value", function(row) return row.p end, { title = "p-value of no trend", measure = words.measure,
    comparator = words.comparator, denominator = words.denominator })
end

-- The range of the trend; where that is all there is, it is the bounds of the ratio.
local function hidden_columns(rows, words, columns)
  words.measure = "trend.poisson_loglinear"
  local low, high = result_rows.hidden_columns(rows, words)
  for i, column in ipairs(columns) do
    if column.name == "annual_ratio" then columns[i] = core.bounded(column, low, high) end
  end
  columns[#columns + 1], columns[#columns + 2] = low, high
end

local function dispersion_columns(add)
  add("dispersion", function(row) return row.dispersion end, { title = "Dispersion", decimals = 2,
    measure = "trend.quasipoisson", comparator = "Poisson counts" })
  add("p_value_dispersion", function(row) return row.p_dispersion end, { title = "p-value of the dispersion",
    measure = "distribution.chisq.probability", comparator = "Poisson counts" })
end

local function columns_of(t, given, rows)
  local columns = {}
  local function add(name, pick, words) columns[#columns + 1] = result_rows.column(rows, name, pick, words) end
  local words = { measure = one_method(rows), comparator = "the year before", denominator = given.population_title,
    conf_level = given.conf_level }
  for k, key in ipairs(given.keys) do
    add(key, function(row) return row.labels[k] end, { title = t:column(key).title })
  end
  add("from", function(row) return row.from end, { title = "From" })
  add("to", function(row) return row.to end, { title = "To" })
  add("years", function(row) return row.years end, { title = "Years", count = true })
  ratio_columns(words, add)
  if result_rows.any_hidden(rows) then hidden_columns(rows, words, columns) end
  dispersion_columns(add)
  add("method", function(row) return row.measure or "none" end, { title = "Method of the limits" })
  add("left_out", function(row) return row.left_out end, { title = "Years left out", count = true })
  if result_rows.any(rows, function(row) return row.left_out > 0 end) then
    add("why", function(row) return row.left_out > 0 and row.why or "none" end, { title = "Which, and why" })
  end
  return columns
end

-- "North: 2018 (suppressed) has no figure and is not in the trend."
local function left_out_in_words(row)
  return ("%s %s no figure and %s not in the trend."):format(row.why, row.left_out == 1 and "has" or "have",
    row.left_out == 1 and "is" or "are")
end

-- What is said of single trends: why there is none, and which years are left out.
local function row_notes(rows)
  local out = {}
  for _, row in ipairs(rows) do
    local whose = #row.labels > 0 and table.concat(row.labels, ", ") .. ": " or ""
    if row.note then out[#out + 1] = ("%s%s."):format(whose, row.note) end
    if row.left_out > 0 then out[#out + 1] = whose .. left_out_in_words(row) end
  end
  return out
end

local function spans_in_words(rows)
  local words = {}
  for i, row in ipairs(rows) do
    words[i] = table.concat(lists.joined(row.labels, { ("%s to %s"):format(row.from, row.to) }), " ")
  end
  return lists.in_words(words)
end

local function note_hidden(t, given, rows)
  if not result_rows.any_hidden(rows) then return t end
  t = t:note(given.model == "negative_binomial"
    and "Hidden counts are in no trend; what they could make of one by the negative binomial model is not known."
    or "Hidden counts are in no trend. The lowest and highest ratio are those of the trend with all years, every "
      .. "hidden count anywhere in its bounds: a range, not limits of chance. A count without bounds leaves it open.",
    result_rows.hidden)
  local outside = result_rows.outside(rows, function(row) return row.ratio end)
  if #outside == 0 then return t end
  return t:note(("The trend of %s lies outside that range: leaving out the hidden years moves it further than their "
    .. "figures could. Quote the range."):format(spans_in_words(outside)), result_rows.hidden)
end

local function note_breaks(t, breaks, given, rows)
  local first, last = math.huge, -math.huge
  for _, row in ipairs(rows) do first, last = math.min(first, row.first), math.max(last, row.last) end
  for _, b in ipairs(periods.breaks_between(breaks, given.by, first, last)) do
    t = t:note(("The series breaks at %s: %s Each side has a trend of its own."):format(b.from, b.why))
  end
  return t
end

-- The table of the rows: 't' has the years that they come from.
return function(t, given, rows)
  local out, notes = core.table("trend", columns_of(t, given, rows), t), row_notes(rows)
  for i = 1, math.min(#notes, most_notes) do out = out:note(notes[i]) end
  if #notes > most_notes then
    out = out:note(("%d more trends have gaps or no answer."):format(#notes - most_notes))
  end
  return note_breaks(note_hidden(out, given, rows), t:breaks(), given, rows)
end
