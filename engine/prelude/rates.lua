-- Rates, proportions and ratios of rates, by name of the method, on numbers or on whole tables.
local core = ...
local names = core.module "names"
local lists = core.module "lists"

local rates = {}

local default = {
  rate = "rate.ci.garwood_exact",
  ratio = "rateratio.ci.exact_conditional",
  proportion = "prop.ci.wilson",
}

-- "10,000", and 0.5 as it is.
local function grouped(x) return x % 1 == 0 and core.fixed(x, 0) or ("%.12g"):format(x) end

local function level_text(level) return ("%g%%"):format(level * 100) end

-- A column of people or person-time as rates "per" so many of them.
local function per_unit(per, what) return ("per %s %s"):format(grouped(per), what or "people") end

-- foi.rate{count = 44, population = 1000, per = 10000}: {rate, lower, upper, per, measure, note}.
function rates.rate(given)
  names.check("foi.rate", given)
  local per, level = given.per or 10000, given.conf_level or 0.95
  local method = given.method or default.rate
  local answer = names.measure(method) {
    count = names.need("foi.rate", given, "count"),
    exposure = names.need("foi.rate", given, "population"),
    conf_level = level,
  }
  local function times(x) return x and x * per end
  local estimate = answer.estimate
  if estimate == nil and answer.note == nil then estimate = given.count / given.population end
  return { rate = times(estimate), lower = times(answer.lower), upper = times(answer.upper), per = per,
    conf_level = level, measure = method, note = answer.note }
end

-- foi.proportion{count = 538, of = 1398}: {proportion, lower, upper, measure, note}.
function rates.proportion(given)
  names.check("foi.proportion", given)
  local method = given.method or default.proportion
  local answer = names.measure(method) {
    x = names.need("foi.proportion", given, "count"),
    n = names.need("foi.proportion", given, "of"),
    conf_level = given.conf_level or 0.95,
  }
  local estimate = answer.estimate
  if estimate == nil and answer.note == nil then estimate = given.count / given.of end
  return { proportion = estimate, lower = answer.lower, upper = answer.upper,
    conf_level = given.conf_level or 0.95, measure = method, note = answer.note }
end

-- foi.rate_ratio{count = .., population = .., reference_count = .., reference_population = ..}
function rates.rate_ratio(given)
  local what = "foi.rate_ratio"
  names.check(what, given)
  local method = given.method or default.ratio
  local answer = names.measure(method) {
    count1 = names.need(what, given, "count"),
    exposure1 = names.need(what, given, "population"),
    count0 = names.need(what, given, "reference_count"),
    exposure0 = names.need(what, given, "reference_population"),
    conf_level = given.conf_level or 0.95,
  }
  return { ratio = answer.estimate, lower = answer.lower, upper = answer.upper,
    conf_level = given.conf_level or 0.95, measure = method, note = answer.note }
end

-- The name of the column of people in a table of populations.
function rates.population_column(what, populations)
  for _, name in ipairs(populations:columns()) do
    if populations:column(name).role == "population" then return name end
  end
  core.fail("D210", what .. ": no column of the population table has the role population",
    "join it first, t:join(people, {\"area\", \"year\"}), and give the column's name: population = \"children\"; "
    .. "or say it when it is read, foi.read(path, {population = \"children\"}), or in its datapackage.json")
end

-- A population that does not tell the labels of a key apart is the same for all of them.
function rates.note_shared(t, keys, on)
  for _, key in ipairs(keys) do
    if not lists.has(on, key) then t = t:note(("The population is the same for every '%s'."):format(key)) end
  end
  return t
end

-- The population of each row of t: a column of t, or the one population column of another table,
-- joined on those of 'keys' that it has; 'must' is one that it needs (nil: none does). Returns the
-- table to go on with and the name of the population column.
function rates.population_beside(what, t, given, keys, must)
  local population = names.need(what, given, "population")
  if type(population) == "string" then return t, population end
  local name, on = rates.population_column(what, population), {}
  local columns = population:columns()
  for _, key in ipairs(keys) do
    if key == must or lists.has(columns, key) then on[#on + 1] = key end
  end
  return rates.note_shared(t:join(population:select(lists.joined(on, { name })), on), keys, on), name
end

-- The people of another table must be those of each label in the columns 'must', not the same for all.
function rates.check_people(population, must)
  if type(population) ~= "userdata" then return end
  for _, name in ipairs(must) do population:column(name) end -- an error that lists the columns it has
end

-- A column from a list of numbers, false where there is none, in which the rows with a name in 'marks'
-- have that mark.
function rates.marked(list, marks)
  local column, rows = core.column(list), {}
  for i, mark in ipairs(marks) do
    if mark then
      rows[mark] = rows[mark] or lists.filled(#list, false)
      rows[mark][i] = true
    end
  end
  for mark, which in next, rows do column = core.mark(column, which, mark) end
  return column
end

-- "suppressed", "not available": why a cell has no number, in words.
function rates.mark_in_words(mark)
  return mark == "undefined" and "cannot be computed" or (mark:gsub("_", " "))
end

-- "1 not available, 2 suppressed": the cells without a number, by their mark.
function rates.marks_in_words(column)
  local words = {}
  for mark, n in next, column:marks() do
    if mark ~= "ok" then words[#words + 1] = ("%d %s"):format(n, rates.mark_in_words(mark)) end
  end
  table.sort(words)
  return table.concat(words, ", ")
end

-- The least and the greatest number of a count that cell i can be: never below 0, math.huge where it has
-- no end; nil where nothing is known.
function rates.count_between(column, i)
  local low, high = column:bounds(i)
  return low and math.max(low, 0), high
end

-- "between 1 and 4", "at least 21", "at most 7", numbers as 'text' writes them; nil where nothing is known.
function rates.between_in_words(low, high, text)
  if low == nil then return nil end
  if high == math.huge then return "at least " .. text(low) end
  if low == -math.huge then return "at most " .. text(high) end
  return ("between %s and %s"):format(text(low), text(high))
end

-- The arguments of measures of bounds that make a result smaller the larger they are; all others make it
-- larger. So an end of the result rests on one end of each, and is open where that is.
local lowers = { exposure = true, n = true, count0 = true, x0 = true, others = true, ["0"] = true }

-- The name of an end of an argument: count_low, and of those that are numbers only low1.
local function end_name(argument, side)
  return argument:find "^%d$" and side .. argument or argument .. "_" .. side
end

local function has_marks(value) return type(value) == "userdata" and (value:marks().ok or 0) < #value end

-- The answer of the measure 'name' (bounds.rate, ...) for 'ends', the least and the greatest that each argument
-- can be, marked where that is not known, beside what is 'known': an end of the answer that rests on such a
-- one is marked, too.
function rates.range_of(name, ends, known)
  local arguments, open = {}, {}
  for argument, value in next, known or {} do arguments[argument] = value end
  for argument, pair in next, ends do
    local low, high = pair[1], pair[2]
    if has_marks(low) or has_marks(high) then
      open[#open + 1], low, high = argument, core.closed(low, high)
    end
    arguments[end_name(argument, "low")], arguments[end_name(argument, "high")] = low, high
  end
  table.sort(open) -- the order of 'ends' is Lua's own
  local answer = names.measure(name)(arguments)
  for _, argument in ipairs(open) do
    local falls = lowers[argument]
    answer = answer:derive("lower", core.marked_as(answer:column "lower", ends[argument][falls and 2 or 1]))
      :derive("upper", core.marked_as(answer:column "upper", ends[argument][falls and 1 or 2]))
  end
  return answer
end

-- What cells with bounds allow of a result: rates.range_of, for columns or numbers 'between' whose ends it
-- varies. nil when no cell is marked. A column with nothing to hide, or a number, is both its ends.
function rates.range(name, between, known)
  local ends, any = {}, false
  for argument, value in next, between do
    local marked = has_marks(value)
    ends[argument], any = marked and { core.ends(value) } or { value, value }, any or marked
  end
  return any and rates.range_of(name, ends, known) or nil
end

-- The same cells; those that are marked have the bounds of 'range', if there is one, but for the
-- rows of the list 'without' (optional).
function rates.bounded(column, range, without)
  if range == nil then return column end
  local function end_of(side)
    return without and core.mark(range:column(side), without, "not_applicable") or range:column(side)
  end
  return core.bounded(column, end_of "lower", end_of "upper")
end

-- A column from a list with false for each row that is marked in 'like', and marked as there.
function rates.marked_like(list, like)
  return core.marked_as(core.column(list), like)
end

-- The three columns NAME, NAME_lower, NAME_upper of a method's answer, times 'per'. Marked cells of
-- the first have the bounds of words.range, but for the rows of the list words.without.
function rates.columns(answer, name, words, level)
  local out = {}
  for i, part in ipairs { "estimate", "lower", "upper" } do
    local column = answer:column(part)
    if part == "estimate" then column = rates.bounded(column, words.range, words.without) end
    if words.per and words.per ~= 1 then column = column * words.per end
    out[i] = core.field(column, {
      name = part == "estimate" and name or name .. "_" .. part,
      title = part == "estimate" and words.title or words.title .. ": " .. part .. " limit",
      unit = words.unit, measure = words.measure, comparator = words.comparator,
      denominator = words.denominator, decimals = words.decimals,
      conf_level = part == "estimate" and 0 or level,
    })
  end
  return out
end

-- t with the columns, and the notes of the answer (optional) that they come from.
function rates.add(t, columns, answer)
  for _, column in ipairs(columns) do t = t:derive(column.name, column) end
  local about = {}
  for i, column in ipairs(columns) do about[i] = column.name end
  for _, note in ipairs(answer and answer:notes() or {}) do t = t:note(note, { columns = about }) end
  return t
end

-- t:rate{count = "cases", population = "population" or table, group = "group", per = 10000}:
-- t with the columns rate, rate_lower, rate_upper.
function rates.table_rate(t, given)
  local what = "rate"
  names.check(what, given)
  local count = names.need(what, given, "count")
  local per, level, method = given.per or 10000, given.conf_level or 0.95, given.method or default.rate
  local group = type(given.population) == "userdata" and names.need(what, given, "group") or nil
  local joined, population = rates.population_beside(what, t, given, { group }, group)
  local answer = names.measure(method) {
    count = names.events(what, joined, count), exposure = joined:column(population), conf_level = level,
  }
  local words = { title = "Rate", unit = per_unit(per, given.people), measure = method, per = per,
    denominator = joined:column(population).title or population, decimals = 1,
    range = rates.range("bounds.rate", { count = joined:column(count), exposure = joined:column(population) }) }
  return rates.add(joined, rates.columns(answer, "rate", words, level), answer)
end

-- t:proportion{count = "x", of = "n", name = "percentage"}: t with the columns percentage,
-- percentage_lower, percentage_upper, of the column named by 'of'.
function rates.table_proportion(t, given)
  local what = "proportion"
  names.check(what, given)
  local level, method = given.conf_level or 0.95, given.method or default.proportion
  local count = names.need(what, given, "count")
  local of = names.need(what, given, "of")
  local base = type(of) == "string" and t:column(of) or of
  local answer = names.measure(method) { x = names.events(what, t, count), n = base, conf_level = level }
  local words = { title = "Percentage", unit = "%", measure = method, per = 100, decimals = 1,
    range = rates.range("bounds.proportion", { x = t:column(count), n = base }),
    denominator = type(of) == "string" and (t:column(of).title or of)
      or type(of) == "number" and grouped(of) .. " (the same for every row)" or "as given for each row" }
  return rates.add(t, rates.columns(answer, given.name or "percentage", words, level), answer)
end

rates.default = default
rates.level_text = level_text
rates.per_unit = per_unit
rates.grouped = grouped
return rates
