-- The module that scripts require: front doors, the catalogue of measures, and tables.
local core = ...

-- Each prelude module is loaded once, when it is first asked for.
local loaded = {}
function core.module(name)
  if loaded[name] == nil then loaded[name] = core.load(name)(core) end
  return loaded[name]
end

-- The function that a module is, or the one of that name in it. The module is loaded when the function is
-- first called, so that a script starts as soon as what it asks for is there.
local function door(name, field)
  return function(t, given)
    local found = core.module(name)
    if field then found = found[field] end
    return found(t, given)
  end
end

local names = core.module "names"
local lists = core.module "lists"
local rates = core.module "rates"

-- A view of a table that cannot be changed and whose unknown names are errors that suggest the
-- nearest. pairs() in scripts goes through core.underlying. A measure that others are named after
-- (mh.rateratio, mh.rateratio.test_no_cc) stands under "": its branch can be called.
local function strict(what, t)
  local function refuse(_, name)
    core.fail("E103", ("%s.%s cannot be assigned"):format(what, tostring(name)))
  end
  local function find(_, name)
    if t[name] ~= nil then return t[name] end
    local list = {}
    for key in next, t do
      if key ~= "" then list[#list + 1] = tostring(key) end
    end
    table.sort(list)
    local near = core.nearest(tostring(name), list)
    core.fail("A106", ("%s has no '%s'"):format(what, core.clip(name)),
      (near and ("did you mean '%s'? "):format(near) or "") .. "there are " .. table.concat(list, ", "))
  end
  local function call(_, given)
    local measure = rawget(t, "")
    if measure then return measure(given) end
    core.fail("A106", ("%s is no measure"):format(what), "it has several: `foistat help find` searches")
  end
  local view = setmetatable({}, { __index = find, __newindex = refuse, __call = call, __metatable = what })
  core.underlying[view] = t
  return core.freeze(view)
end

local function strict_tree(what, t)
  local views = {}
  for name, branch in next, t do
    views[name] = type(branch) == "table" and strict_tree(what .. "." .. name, branch) or branch
  end
  return strict(what, views)
end

-- Grouping: t:by("group"):sum("cases"), t:by("group", "year"):count().
local group_methods = {}
function group_methods:sum(...) return core.sum(self.table, self.by, { ... }) end
function group_methods:count() return core.count(self.table, self.by) end
function group_methods:disproportionality(given)
  return core.module "disproportion"(self.table, given, self.by)
end
function group_methods:comparators(given)
  return core.module "comparators"(self.table, given, self.by)
end
local group_meta = { __index = function(_, name)
  return group_methods[name]
    or core.fail("A101", ("by(...) has no '%s'"):format(tostring(name)),
      "it has sum, count, disproportionality and comparators")
end, __metatable = "grouped" }

local methods = core.table_methods

-- t:derive(name, value, {title = "...", unit = "...", decimals = 1, count = true}): value is a column,
-- a number, a text, a list, or a function of the row.
local plain_derive = methods.derive
function methods.derive(t, name, value, words)
  local out = plain_derive(t, name, value)
  if words == nil then return out end
  return plain_derive(out, name, core.field(out:column(name), words))
end

function methods.by(t, ...) return setmetatable({ table = t, by = { ... } }, group_meta) end
function methods.sum(t, ...) return core.sum(t, {}, { ... }) end
function methods.count(t) return core.count(t, {}) end
methods.relabel = door "relabel"
methods.rate = rates.table_rate
methods.proportion = rates.table_proportion

-- What is a method of tables and stands in the module too: t:trend{...}, foi.trend(t, {...}).
local shared = {
  disproportionality = door "disproportion",
  comparators = door "comparators",
  compare = door "compare",
  trend = door "trend",
  answered = door "answered",
  cascade = door "cascade",
  ranks = door("places", "ranks"),
  shrink = door("places", "shrink"),
  funnel = door("funnel", "places"),
  stratified = door "stratified",
  standardise = door "standardise",
}
for name, f in next, shared do methods[name] = f end
names.guarded("table", methods)
names.guarded("grouped", group_methods)

local foi = {}
foi._VERSION = "foistat " .. core.version
foi.stats = strict_tree("foi.stats", core.stats)
foi.measures = core.measures
foi.dataset = core.dataset
foi.read = core.read
foi.count = core.count_source
foi.disclosure = core.disclosure
foi.rate = rates.rate
foi.proportion = rates.proportion
foi.rate_ratio = rates.rate_ratio
function foi.report(given) return core.module "report"(given) end
local say = { trend = door("say", "trend"), cascade = door("say", "cascade") } -- of a row, with arguments
for _, name in ipairs { "rate", "proportion", "ratio", "difference" } do
  say[name] = function(given) return core.module "say"[name](given) end
end
foi.say = strict("foi.say", names.guarded("say", say))
for name, f in next, shared do foi[name] = f end

-- foi.table("name", {{"group", {"a", "b"}}, {"cases", {1, 2}}}): a table from lists, in that order.
function foi.table(name, columns)
  local list, with_words = {}, core.guard("foi.column", core.field)
  for i, pair in ipairs(columns) do
    if type(pair[1]) ~= "string" or (type(pair[2]) ~= "table" and type(pair[2]) ~= "userdata") then
      core.fail("A103", ("foi.table: column %d must be {\"name\", values}"):format(i),
        "values are a list, or a column: {\"cases\", {44, 12}}")
    end
    local words = { name = pair[1] }
    for key, value in next, pair do
      if key ~= 1 and key ~= 2 then words[key] = value end
    end
    list[i] = with_words(core.column(pair[2]), words) -- unknown words are refused there
  end
  return core.table(name, list)
end

-- foi.column(t.cases * 2, {name = "double", title = "...", unit = "..."}): words for a column.
foi.column = core.field

-- foi.fixed(1234.567, 1) is "1,234.6": rounded once, for sentences.
foi.fixed = core.fixed

-- foi.percent(0.3848, 1) is "38.5%".
function foi.percent(x, decimals)
  return core.fixed(x * 100, decimals or 1) .. "%"
end

-- foi.files[1] is the first data file named on the command line.
foi.files = core.files

local asked = {} -- the settings that the script has asked for

-- foi.setting("reference", "White"): what -s reference=... says, or the preset.
function foi.setting(name, preset)
  if not lists.has(asked, name) then asked[#asked + 1] = name end
  local value = core.settings[name]
  if value == nil then return preset end
  if type(preset) == "number" then
    local number = tonumber(value)
    if number == nil then
      core.fail("A103", ("-s %s=%s: a number is needed"):format(name, value))
    end
    return number
  end
  return value
end

-- Raises, when the script has ended, if it was given a setting that it did not ask for: what was meant by
-- it is not what was computed.
function core.check_settings()
  local unread = {}
  for name in next, core.settings do
    if not lists.has(asked, name) then unread[#unread + 1] = name end
  end
  if #unread == 0 then return end
  table.sort(unread)
  local near = core.nearest(unread[1], asked)
  core.fail("A101", ("-s %s: the script asks for no setting of that name"):format(unread[1]),
    (near and ("did you mean '%s'? "):format(near) or "")
      .. "it asks for " .. (#asked > 0 and table.concat(asked, ", ") or "none"))
end

return strict("foi", names.guarded("foi", foi))
