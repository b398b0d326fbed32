-- Another place, England say, whose groups stand beside those of the table that is looked at.
local core = ...
local lists = core.module "lists"
local groups = core.module "groups"
local periods = core.module "periods"

local elsewhere = {}

-- {England = t}, or a table alone, which has no name.
local function name_and_table(what, argument, value)
  if type(value) == "userdata" then return nil, value end
  local name, t
  if type(value) == "table" then name, t = next(value) end
  if type(name) ~= "string" or type(t) ~= "userdata" or next(value, name) ~= nil then
    core.fail("A103", ("%s: '%s' must be a table of data, or one by its name: {England = t}"):format(what, argument))
  end
  return name, t
end

local function labels_of(t, name)
  local labels, out = core.count(t, { name }):column(name), {}
  for i = 1, #labels do out[i] = labels[i] end
  return out
end

-- Is a key of t the name of that place? It has one label then, which is none of those here. A year
-- that is none of those here is a mistake, to be found when the two are joined.
local function names_place(all, t, key)
  local labels = labels_of(t, key)
  return #labels == 1 and not periods.is_period(t:column(key)) and not lists.has(labels_of(all, key), labels[1])
end

-- Its rows of known groups, one for each group and whatever keys it shares with all; nil when it is
-- not given. It has the columns of the result: group, count and population.
function elsewhere.read(all, given, argument)
  if given[argument] == nil then return nil end
  local name, t = name_and_table(given.what, argument, given[argument])
  for _, column in ipairs { given.group, given.count, given.population_name } do t:column(column) end
  local keys = {}
  for _, key in ipairs(given.own_keys) do
    if lists.has(t:columns(), key) and not names_place(all, t, key) then keys[#keys + 1] = key end
  end
  groups.check_population(given.what, t, given.population_name, lists.joined(keys, { given.group }))
  local known = groups.sort_labels(t, given, lists.joined(lists.of(given.unknown_labels),
    lists.of(t:column(given.group).unknown)))
  return { keys = keys, place = name and "in " .. name or "elsewhere", name = name or "elsewhere",
    table = t:where { [given.group] = known } }
end

-- t with a note of the keys, years say, for which there is one such place.
function elsewhere.note_shared(t, there, given)
  for _, key in ipairs(given.own_keys) do
    if not lists.has(there.keys, key) then
      t = t:note(("The figures %s are the same for every '%s'."):format(there.place, key))
    end
  end
  return t
end

-- The columns 'renamed' of its table t beside every row that has the same labels 'on'.
local function beside(all, there, t, on, renamed)
  if #on > 0 then return all:join(groups.pick(t, on, renamed, there.name), on) end
  for _, name in ipairs(t:columns()) do
    if renamed[name] then all = all:derive(renamed[name], core.cell(t:column(name), 1, #all)) end
  end
  return all
end

-- all with its reference group: elsewhere_reference_count and elsewhere_reference_population.
function elsewhere.reference(all, there, given)
  return beside(all, there, there.table:where { [given.group] = given.reference }, there.keys,
    { [given.count] = "elsewhere_reference_count", [given.population_name] = "elsewhere_reference_population" })
end

-- all with the same group and all known groups: elsewhere_count, elsewhere_population and
-- elsewhere_total_count, elsewhere_total_population.
function elsewhere.groups(all, there, given)
  local count, population = given.count, given.population_name
  all = beside(all, there, there.table, lists.joined(there.keys, { given.group }),
    { [count] = "elsewhere_count", [population] = "elsewhere_population" })
  return beside(all, there, core.sum(there.table, there.keys, { count, population }), there.keys,
    { [count] = "elsewhere_total_count", [population] = "elsewhere_total_population" })
end

return elsewhere
