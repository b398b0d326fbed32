-- What the rows of engine/lua/api.h say, against what the module foi does. api_test.c calls each
-- function below with the rows, and prints the complaints it returns.
local types, foi, core, definitions = ...
local tests = {}

-- The table behind a view that refuses unknown names.
local function behind(view) return core.underlying[view] or view end

local function each_row(visit)
  for _, kind in ipairs(types) do
    for _, row in ipairs(kind.rows) do visit(row, kind, kind.name .. "." .. row.name) end
  end
end

local function set_of(list, field)
  local out = {}
  for _, item in ipairs(list) do out[field and item[field] or item] = true end
  return out
end

local function sorted(set)
  local out = {}
  for name in pairs(set) do out[#out + 1] = tostring(name) end
  table.sort(out)
  return table.concat(out, " ")
end

-- Values of each type, to call methods of.
local function visits()
  return foi.table("visits", {
    { "area", { "North", "South", "North", "South" }, title = "Area" },
    { "year", { "2019", "2019", "2020", "2020" } },
    { "cases", { 12, 8, 13, 9 }, count = true },
    { "people", { 100, 200, 100, 200 } },
  })
end
local t = visits():where { year = "2019" }
local people = foi.table("people", { { "area", { "South", "North" } }, { "adults", { 70, 80 } } })
local values = { foi = foi, say = foi.say, table = t, grouped = visits():by("year"), report = foi.report { title = "x" },
  column = foi.column(t.cases, { title = "Cases", unit = "cases", measure = "m", comparator = "c", denominator = "d" }) }

local function upvalue(f, name)
  for i = 1, 50 do
    local found, value = debug.getupvalue(f, i)
    if found == name then return value end
    if not found then return nil end
  end
end

-- Methods that need a table of their own.
local years = foi.table("years", { { "year", { "2018", "2019", "2020" } }, { "cases", { 12, 8, 13 }, count = true },
  { "people", { 100, 200, 100 } } })
local labelled = foi.table("labelled", { { "cases", { "North", "South" } } })
local twice = foi.table("twice", { { "cases", { 12, 8 }, count = true }, { "people", { 12, 8 }, count = true } })
local own_table = { compare = years, trend = years, tighten = twice, relabel = labelled,
  standardise = t:where { area = "North" }, unpivot = t:select("area", "cases", "people"),
  ranked = t:rate { count = "cases", population = "people" } }

-- The tables in which the functions of each type stand.
local methods = {
  foi = behind(foi),
  say = behind(foi.say),
  table = core.table_methods,
  grouped = upvalue(debug.getmetatable(values.grouped).__index, "group_methods"),
  report = upvalue(debug.getmetatable(values.report).__index, "methods"),
  column = select(2, debug.getupvalue(debug.getregistry()["foi.column"].__index, 1)),
}

function tests.complete(complain)
  each_row(function(row, _, name)
    if #row.brief < 10 or not row.brief:find("[.?]$") then complain(name .. ": no sentence says what it does") end
    if not row.example:find("-->", 1, true) then complain(name .. ": the example prints nothing") end
    if not row.field and not row.result then complain(name .. ": the result is not explained") end
    for _, arg in ipairs(row.args) do
      if #arg.text < 4 or #arg.type < 4 then complain(name .. ": '" .. arg.name .. "' is not explained") end
    end
    for code in (row.errors or ""):gmatch("%S+") do
      if not pcall(core.fail, code, "x") and select(2, pcall(core.fail, code, "x")).code ~= code then
        complain(name .. ": there is no error " .. code)
      end
    end
  end)
end

-- Every function has a row, and every row is a function or a value.
function tests.names(complain)
  for _, kind in ipairs(types) do
    local rows, real = set_of(kind.rows, "name"), methods[kind.name]
    for name in next, real or {} do
      if not rows[name] then complain(kind.name .. "." .. name .. " has no row") end
    end
    for _, row in ipairs(real and kind.rows or {}) do
      local value = rawget(real, row.name)
      local fits = row.field and (type(value) ~= "function") or type(value) == "function"
      if not fits or (kind.name == "foi" and value == nil) then
        complain(kind.name .. "." .. row.name .. " is a " .. type(value))
      end
    end
  end
end

-- Every word in the sources of the binding that names a field of the value is a row.
local function check_fields(complain, kind, value, source)
  local rows = {}
  for _, each in ipairs(types) do
    if each.name == kind then rows = set_of(each.rows, "name") end
  end
  local seen = {}
  for word in source:gmatch("[%a_]+") do
    if not rows[word] and not seen[word] and value[word] ~= nil then complain(kind .. "." .. word .. " has no row") end
    seen[word] = true
  end
  for name in next, rows do
    if not seen[name] then complain(kind .. "." .. name .. " is not in the binding") end
  end
end

local function text_of(path)
  local file = assert(io.open(path))
  local text = file:read("a")
  file:close()
  return text
end

function tests.fields(complain)
  check_fields(complain, "column", values.column, text_of "engine/lua/bind_column.c")
  local _, e = pcall(foi.rate, {})
  check_fields(complain, "error", e, text_of "engine/lua/raise.c")
  local answer, rows = foi.stats.prop.ci.wilson { x = 0, n = 0 }, { measure = true, note = true }
  for name in next, answer do
    if not rows[name] then complain("answer." .. name .. " has no row") end
  end
end

-- A value that an argument of this type takes.
local by_name = { count = "cases", group = "area", population = "people", of = "people", reference = "North",
  rows = "area", across = "year", values = "cases", title = "x", on = "area", column = "cases", by = "year",
  label = "area", parts = "cases", total = "people", using = { North = "N", South = "S" },
  stages = { "people", "cases" }, strata = "year" }
local function value_for(arg, row)
  if arg.name == "row" and row == "cascade" then
    return foi.table("stages", { { "area", { "North", "South" } }, { "a", { 100, 80 } }, { "b", { 50, 28 } } })
      :cascade({ stages = { "a", "b" }, group = "area", reference = "North" }):row(4)
  end
  if arg.name == "row" then return years:trend({ by = "year", count = "cases", population = "people" }):row(1) end
  if row == "join" and arg.name == "other" then return people end
  if arg.type:find("^foi%.Table") then return own_table[row] or t end
  if arg.type:find("^foi%.Column") then return t.cases end
  if arg.name == "conf_level" then return 0.95 end
  if arg.type:find("^number") or arg.type:find("^integer") then return 1 end
  if arg.type:find("^string") then return by_name[arg.name] or "area" end
  return {}
end

-- Calls the row's function with values for its arguments by place and the given named ones.
local function call(row, kind, named)
  local given, n = {}, 0
  if not kind.functions then given[1], n = kind.name == "table" and own_table[row.name] or values[kind.name], 1 end
  for _, arg in ipairs(row.args) do
    if not arg.named then
      n = n + 1
      given[n] = value_for(arg, row.name)
    end
  end
  if named then n, given[n + 1] = n + 1, named end
  return pcall(methods[kind.name][row.name], table.unpack(given, 1, n))
end

local function is_named(row)
  for _, arg in ipairs(row.args) do
    if arg.named then return true end
  end
  return false
end

local function each_named(visit)
  each_row(function(row, kind, name)
    if methods[kind.name] and not row.field and is_named(row) then visit(row, kind, name) end
  end)
end

-- The names that a function lists when it is given a wrong one are those of its row.
function tests.named_arguments(complain)
  each_row(function(row, kind, name)
    if row.field or not methods[kind.name] then return end
    local ok, e = call(row, kind, { ["?"] = 1 })
    local refused = is_named(row) and not ok and type(e) == "userdata" and e.code == "A101"
    if refused ~= is_named(row) then complain(name .. ": " .. tostring(e)) end
    local listed, wanted = {}, {}
    for word in (refused and e.hint:match("[Ii]t takes (.*)$") or ""):gmatch("[%w_]+") do listed[word] = true end
    for _, arg in ipairs(row.args) do
      if arg.named then wanted[arg.name] = true end
    end
    if sorted(listed) ~= sorted(wanted) then
      complain(("%s takes %s, its row has %s"):format(name, sorted(listed), sorted(wanted)))
    end
  end)
end

local function required(row, without)
  local out = {}
  for _, arg in ipairs(row.args) do
    if arg.named and not arg.preset and arg.name ~= without then out[arg.name] = value_for(arg) end
  end
  return out
end

-- Each argument without a default is missed; with all of them the call works.
function tests.required_arguments(complain)
  each_named(function(row, kind, name)
    for _, arg in ipairs(row.args) do
      if arg.named and not arg.preset then
        local ok, e = call(row, kind, required(row, arg.name))
        if ok or e.code ~= "A102" or not e.message:find(arg.name, 1, true) then
          complain(name .. " without '" .. arg.name .. "': " .. (ok and "no error" or tostring(e)))
        end
      end
    end
    local needs_file = row.name == "read" or row.name == "dataset" or name == "foi.count"
    local has_report = name == "foi.report"
    local needs_limits = name == "report.forest" or name == "report.funnel" or name == "report.trend"
      or name == "report.bars" or name == "report.composition"
      or name == "report.cascade"
    if not needs_file and not has_report and not needs_limits then
      local ok, e = call(row, kind, required(row))
      if not ok then complain(name .. ": " .. tostring(e)) end
    end
  end)
end

-- Results that are made for the answer have the fields of their row and no others.
function tests.parts(complain)
  each_named(function(row, kind, name)
    if #row.parts == 0 then return end
    local _, result = call(row, kind, required(row))
    local parts = set_of(row.parts, "name")
    for key in next, result do
      if not parts[key] then complain(name .. " gives '" .. key .. "', which is not in its row") end
    end
    for _, part in ipairs(row.parts) do
      if not part.optional and result[part.name] == nil then complain(name .. " gives no '" .. part.name .. "'") end
    end
  end)
end

-- Does a Lua function have the parameters of its row? 'self' comes before those of a method.
local function check_parameters(complain, f, row, method, name)
  local info = debug.getinfo(f, "uS")
  local n, vararg = method and 1 or 0, false
  for _, arg in ipairs(row.args) do
    if arg.name == "..." then vararg = true elseif not arg.named then n = n + 1 end
  end
  if is_named(row) then n = n + 1 end
  if info.nparams ~= n or info.isvararg ~= vararg then
    complain(("%s has %d parameters, its row %d"):format(name, info.nparams, n))
  end
end

-- The function behind its row: see lua/guard.h.
local function behind_row(f)
  local _, inner = debug.getupvalue(f, 1)
  return debug.getinfo(f, "S").what == "C" and type(inner) == "function" and inner or f
end

function tests.parameters(complain)
  each_row(function(row, kind, name)
    local f = not row.field and methods[kind.name] and methods[kind.name][row.name]
    f = f and behind_row(f)
    if f and debug.getinfo(f, "S").what == "Lua" then
      check_parameters(complain, f, row, not kind.functions, name)
    end
  end)
end

-- Does a type of a row allow a value? What stands in brackets is not looked at: any table will do.
local function allows(written, value)
  local flat = written:gsub("table%b<>", "{}"):gsub("%b{}", "{}"):gsub("%b()%[%]", "{}"):gsub("[%w.]+%[%]", "{}")
    :gsub("fun%b():? ?%w*", "fun")
  local allowed = {}
  for one in flat:gmatch("[^|]+") do allowed[one:match "^%s*(.-)%s*$"] = true end
  if allowed.any and value ~= nil then return true end
  if type(value) == "table" then return allowed["{}"] or allowed.table or false end
  if type(value) == "boolean" then return allowed.boolean or (allowed["false"] and not value) or false end
  if type(value) == "function" then return allowed.fun or false end
  if type(value) == "userdata" then
    return allowed[getmetatable(value)] or (getmetatable(value) == "foi.table" and allowed["foi.Table"])
      or (getmetatable(value) == "foi.column" and allowed["foi.Column"]) or false
  end
  if math.type(value) then
    return allowed.number or (allowed.integer and value % 1 == 0 and math.abs(value) < 2 ^ 53) or false
  end
  return type(value) == "string" and (allowed.string or allowed[('"%s"'):format(value)]) or false
end

local odd_values = { true, false, 5, -1.5, 0 / 0, math.huge, "nonsense", "", {}, { 1, 2 }, { "cases", 3 }, { x = 1 },
  { "nonsense" }, { {} }, tostring, t, t.cases, 2 ^ 63, ("long"):rep(100) }

local function shown(value) return type(value) == "string" and ("%q"):format(value) or tostring(value) end

-- An error of ours says what is wrong with the argument; one of Lua's own says where the engine stumbled.
local function check_answer(complain, what, refuse, ok, e)
  local ours = type(e) == "userdata" and getmetatable(e) == "foi.error"
  local raw = not ok and (not ours or e.code == "E102" or e.message:find("attempt to", 1, true)
    or e.message:find("bad argument", 1, true) or e.message:find "foi%.%l+:%d" or e.message:find "%.lua:")
  if ours and e.message:find "a script has one report" then raw = false end
  if raw then complain(what .. ": " .. tostring(e)) end
  if refuse and (ok or not (ours and e.code:find "^A10[1-4]$")) then
    complain(what .. ": " .. (ok and "is taken" or tostring(e)))
  end
end

local function placed(row)
  local n = 0
  for _, arg in ipairs(row.args) do n = n + (arg.named and 0 or 1) end
  return n
end

-- The arguments of a call by place, with the value of the i-th, and after them those by name.
local function arguments_of(row, kind, named, i, value)
  local given, first = {}, kind.functions and 0 or 1
  if first == 1 then given[1] = kind.name == "table" and own_table[row.name] or values[kind.name] end
  for k = 1, placed(row) do given[first + k] = value_for(row.args[k], row.name) end
  if i then given[first + i] = value end
  given[first + placed(row) + 1] = named
  return table.unpack(given, 1, first + placed(row) + 1)
end

-- Every argument of every function, given what it does not take: refused, in words of ours.
function tests.wrong_types(complain)
  each_row(function(row, kind, name)
    local f = not row.field and methods[kind.name] and methods[kind.name][row.name]
    if not f then return end
    local function try(arg, i, value)
      local what, named = ("%s, %s = %s"):format(name, arg.name, shown(value)), is_named(row) and required(row) or nil
      if arg.named then named[arg.name] = value end
      local refuse = not allows(arg.type, value) and not (value == nil and (arg.preset or arg.name == "..."))
      check_answer(complain, what, refuse, pcall(f, arguments_of(row, kind, named, not arg.named and i or nil, value)))
    end
    for i, arg in ipairs(row.args) do
      try(arg, i, nil)
      for _, value in ipairs(odd_values) do try(arg, i, value) end
    end
  end)
end

-- The table of named arguments, and what comes before the colon, given as something else.
function tests.wrong_calls(complain)
  each_row(function(row, kind, name)
    local f = not row.field and methods[kind.name] and methods[kind.name][row.name]
    if not f then return end
    for _, value in ipairs(odd_values) do
      local has_names = is_named(row) and type(value) ~= "table"
      local what = ("%s, given %s"):format(name, shown(value))
      check_answer(complain, what .. " in place of names", has_names, pcall(f, arguments_of(row, kind, value)))
      local is_self = getmetatable(value) == "foi." .. kind.name
      if not kind.functions and not is_self then
        check_answer(complain, what .. " before the dot", true, pcall(f, value, select(2, arguments_of(row, kind))))
      end
    end
    check_answer(complain, name .. " of nothing", #row.args > 0 and row.args[1].name ~= "..." and row.args[1].preset
      == nil or not kind.functions, pcall(f))
  end)
end

-- Every measure is a function where its name says, and nothing else is there.
local function walk(tree, path, visit)
  for name, branch in next, behind(tree) do
    if name == "" then
      visit(path:sub(1, -2), branch)
    elseif type(branch) == "table" then
      walk(branch, path .. name .. ".", visit)
    else
      visit(path .. name, branch)
    end
  end
end

local function at_path(tree, name)
  for part in name:gmatch("[^.]+") do
    tree = type(tree) == "table" and rawget(behind(tree), part) or nil
  end
  return type(tree) == "table" and rawget(behind(tree), "") or tree
end

local function check_measures(complain, tree, where)
  local rows = set_of(foi.measures)
  walk(tree, "", function(name, f)
    if not rows[name] or type(f) ~= "function" then complain(where .. name .. " is no measure") end
  end)
  for _, name in ipairs(foi.measures) do
    local f = at_path(tree, name)
    if type(f) ~= "function" then complain(where .. name .. " is a " .. type(f)) end
  end
end

function tests.measures(complain)
  check_measures(complain, foi.stats, "foi.stats.")
end

-- Measures that are given something else than named arguments.
function tests.wrong_measures(complain)
  for _, name in ipairs(foi.measures) do
    local f = at_path(foi.stats, name)
    for _, value in ipairs(odd_values) do
      check_answer(complain, ("foi.stats.%s, given %s"):format(name, shown(value)), type(value) ~= "table",
        pcall(f, value))
    end
    check_answer(complain, "foi.stats." .. name .. " of nothing", true, pcall(f))
    local _, e = pcall(f, { ["?"] = 1 })
    for arg in (e.hint:match "[Ii]t takes (.*)$" or ""):gmatch "[%w_]+" do
      for _, value in ipairs(odd_values) do
        local refuse = type(value) == "boolean" or type(value) == "function" or value == t
        local what = ("foi.stats.%s, %s = %s"):format(name, arg, shown(value))
        check_answer(complain, what, false, pcall(f, { [arg] = value }))
        if refuse then
          local _, wrong = pcall(f, { [arg] = value })
          if not (type(wrong) == "userdata" and wrong.code:find "^A10") then complain(what .. ": " .. tostring(wrong)) end
        end
      end
    end
  end
end

-- The definitions for editors: Lua can load them, and they define what the rows say.
local function defined()
  local list = { "foi = foi" }
  for _, kind in ipairs(types) do
    local class = kind.class:match("%.(.*)")
    if class then list[#list + 1] = kind.name .. " = " .. class end
  end
  local text, n = definitions:gsub("return foi\n$", "return { " .. table.concat(list, ", ") .. " }\n")
  assert(n == 1, "the definitions do not end with 'return foi'")
  return assert(load(text, "=definitions", "t", {}))()
end

function tests.definitions(complain)
  if not definitions:find("^%-%-%-@meta foi\n") then complain("the definitions do not begin with ---@meta") end
  local module = defined()
  each_row(function(row, kind, name)
    local f = rawget(module[kind.name], row.name)
    if row.field ~= (type(f) ~= "function") then complain(name .. " is a " .. type(f) .. " in the definitions") end
    if not row.field and f then check_parameters(complain, f, row, not kind.functions, "the definition of " .. name) end
  end)
  for _, kind in ipairs(types) do
    local rows = set_of(kind.rows, "name")
    for name in next, module[kind.name] do
      if not rows[name] then complain(kind.name .. "." .. name .. " is defined and has no row") end
    end
  end
  for name in definitions:gmatch("%-%-%-@overload fun%(given: foi%.stats%.([%w_.]+)%.args%)") do
    local branch = at_path(module.foi.stats, name)
    if type(branch) == "table" then branch[""] = print end
  end
  check_measures(complain, module.foi.stats, "the definition of foi.stats.")
end

return tests
