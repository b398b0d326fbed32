-- The standard of t:standardise: the people, and for indirect standardisation the events, of each
-- stratum that all rates are set against.
local core = ...
local lists = core.module "lists"
local rates = core.module "rates"
local series = core.module "series"

local standard = {}

-- The column of a table that is meant: the one with the role, the one of that name, or the only one
-- that it can be.
local function column_of(t, role, name, numbers)
  for _, each in ipairs(t:columns()) do
    if t:column(each).role == role then return each end
  end
  if lists.has(t:columns(), name) then return name end
  if #numbers == 1 then return numbers[1] end
end

-- A table that was given: what it is called, and the names of its columns of people and events.
local function given_table(t, given)
  local numbers = {}
  for _, name in ipairs(t:columns()) do
    if t:column(name).type == "number" and not lists.has(given.strata, name) then numbers[#numbers + 1] = name end
  end
  local people = column_of(t, "population", given.population_name, numbers)
  if people == nil then
    core.fail("D210", ("standardise: the standard has no column of people, '%s'"):format(given.population_name),
      "its numbers are " .. table.concat(numbers, ", "))
  end
  return { table = t, people = people, count = column_of(t, "count", given.count, {}),
    words = t:column(people).title or ("%s of %s"):format(people, tostring(t):match "^table (.-):") }
end

-- The column among 'within' that has the label, which stands for one of the places themselves.
local function key_with(t, given)
  for _, name in ipairs(given.within) do
    if t:column(name).type == "label" and lists.has(t:column(name):labels(), given.standard) then return name end
  end
  local all = {}
  for _, name in ipairs(given.within) do
    all = t:column(name).type == "label" and lists.joined(all, t:column(name):labels()) or all
  end
  local near = core.nearest(given.standard, all)
  core.fail("D216", ("standardise: the standard '%s' is not in '%s'"):format(given.standard,
    table.concat(given.within, "' or '")), near and ("did you mean '%s'?"):format(near)
    or "it is a table of populations, \"total\" or one of the labels")
end

-- All places together, or one of them.
local function own_rows(t, given)
  if #given.within == 0 then
    core.fail("A104", "standardise: one place alone is no standard for itself",
      "name the places with within = {...}, or give a table of populations as the standard")
  end
  if given.standard == "total" then
    local n = #core.count(t, given.within)
    return { table = t, words = ("all %d together (%s)"):format(n, table.concat(given.within, ", ")) }
  end
  return { table = t:where { [key_with(t, given)] = given.standard }, words = given.standard }
end

local function find(t, given)
  if type(given.standard) == "userdata" then return given_table(given.standard, given) end
  local found = own_rows(t, given)
  found.people, found.count = given.population_name, given.count
  return found
end

-- The least and the greatest number of a cell; nil where that is not known.
local function ends(column, i)
  local low, high = rates.count_between(column, i)
  if low == nil or high == math.huge then return nil end
  return low, high
end

local function need_people(column, stratum)
  if column[1] ~= nil then return column[1] end
  core.fail("D216", ("standardise: the standard has no people for %s (%s)"):format(
    table.concat(stratum.labels, ", "), column:mark(1)), "give it a number, or another standard")
end

-- The strata of the standard in order: {labels, key, people, low, high}; the last two are the events.
local function strata_of(found, given)
  local what = { found.people, given.indirect and found.count or nil }
  local sums = core.sum(found.table, given.strata, what)
  local out = (series.rows("standardise", sums, given.strata))
  for k, each in ipairs(out) do
    each.people = need_people(core.cell(sums:column(found.people), k, 1), each)
    if given.indirect then each.low, each.high = ends(sums:column(found.count), k) end
  end
  return out
end

-- What strata are called in a message: 0 to 4 and 5 to 9, or F 0 to 4.
local function in_words(strata)
  local words = {}
  for k, each in ipairs(strata) do
    words[k] = (each.key:gsub("%z", " "))
    if k == 12 and #strata > 12 then return table.concat(words, ", ") .. " ..." end
  end
  return table.concat(words, ", ")
end
standard.in_words = in_words

local function without_partner(strata, others)
  local out = {}
  for _, each in ipairs(strata) do
    if others[each.key] == nil then out[#out + 1] = each end
  end
  return out
end

-- Strata that only one of the two has would be left out of one side of every rate.
local function check_strata(strata, data, given)
  local by_key = {}
  for _, each in ipairs(strata) do by_key[each.key] = each end
  local there, data_by_key = series.rows("standardise", data, given.strata)
  local here, missing = without_partner(strata, data_by_key), without_partner(there, by_key)
  if #here + #missing == 0 then return end
  local words = {}
  if #missing > 0 then words[1] = "the standard has no " .. in_words(missing) end
  if #here > 0 then words[#words + 1] = "the data have no " .. in_words(here) end
  core.fail("D213", ("standardise: strata of '%s' without a partner: %s"):format(table.concat(given.strata, "', '"),
    table.concat(words, "; ")), "use the same labels in both, and add up strata that one of them has together")
end

-- The standard that given.standard names, for the data t with one row a place and stratum: {strata, words}.
function standard.of(t, given)
  local found = find(t, given)
  if given.indirect and found.count == nil then
    core.fail("D210", ("standardise: the standard has no column of events, '%s'"):format(given.count),
      "indirect standardisation needs the events of the standard; the direct one needs its people only")
  end
  local strata = strata_of(found, given)
  check_strata(strata, t, given)
  return { strata = strata, words = found.words }
end

return standard
