-- The environment a script sees: an allow-list, built up. Undeclared names are errors, iteration is
-- in sorted order and sorting is stable, so that the same script gives the same bytes every time.
local core = ...

local env = {}

local function copy(library, leave_out)
  local names, out = {}, {}
  for name in pairs(library) do names[#names + 1] = name end
  for _, name in ipairs(names) do
    if not leave_out[name] then out[name] = library[name] end
  end
  return out
end

-- Lua's own functions, but those that could run long inside one instruction, or depend on the locale or
-- on chance: the engine has its own.
local own = { text = core.text, lists = core.lists, coroutines = core.coroutines }
env.math = copy(math, { random = true, randomseed = true })
env.table = own.lists
env.string = own.text
for _, name in ipairs { "byte", "char", "len", "reverse", "sub" } do env.string[name] = string[name] end
env.utf8 = copy(utf8, {})
for _, name in ipairs { "codepoint", "len", "offset" } do env.utf8[name] = core.counted(utf8[name]) end
env.coroutine = own.coroutines
for _, name in ipairs { "isyieldable", "running", "status", "yield" } do env.coroutine[name] = coroutine[name] end
for _, name in ipairs { "assert", "error", "ipairs", "select", "type", "pcall", "rawequal", "rawlen", "rawget" } do
  env[name] = _G[name]
end
env.tonumber = core.counted(tonumber)
env.rawset = core.rawset
env.setmetatable = core.setmetatable

-- What a view that cannot be changed stands for, for pairs.
core.underlying = setmetatable({}, { __mode = "k" })

-- Keys in order: numbers by size, then texts by bytes. Other keys have no order that lasts.
local function sorted_keys(t)
  local keys = {}
  for key in next, t do
    local kind = type(key)
    if kind ~= "number" and kind ~= "string" then
      core.fail("E102", "pairs: a key is a " .. kind .. "; only numbers and texts have an order")
    end
    keys[#keys + 1] = key
  end
  table.sort(keys, function(a, b)
    local ta, tb = type(a), type(b)
    if ta ~= tb then return ta == "number" end
    return a < b
  end)
  return keys
end

function env.pairs(t)
  t = core.underlying[t] or t
  local meta = getmetatable(t)
  if type(meta) == "table" and meta.__pairs then return meta.__pairs(t) end
  if type(t) ~= "table" then core.fail("A103", "pairs: expected a table, got a " .. type(t)) end
  local keys, i = sorted_keys(t), 0
  return function()
    i = i + 1
    local key = keys[i]
    if key ~= nil then return key, t[key] end
  end
end

function env.next(t, key)
  local keys = sorted_keys(t)
  if key == nil then return keys[1], t[keys[1]] end
  for i = 1, #keys do
    if keys[i] == key then return keys[i + 1], t[keys[i + 1]] end
  end
end

-- Addresses differ from run to run, so a table prints as its type.
function env.tostring(x)
  local kind, meta = type(x), getmetatable(x)
  if (kind == "table" and not (type(meta) == "table" and meta.__tostring)) or kind == "function"
    or kind == "thread" then
    return kind
  end
  return tostring(x)
end

function env.print(...)
  local values = table.pack(...)
  for i = 1, values.n do values[i] = env.tostring(values[i]) end
  core.print(table.unpack(values, 1, values.n))
end

function env.string.format(format, ...)
  if type(format) ~= "string" then core.fail("A103", "string.format takes a text first, got a " .. type(format)) end
  if format:find("%%[-+ #0-9.]*p") then
    core.fail("A104", "string.format: '%p' prints an address, which differs from run to run")
  end
  local values = table.pack(...)
  for i = 1, values.n do
    if type(values[i]) ~= "number" and type(values[i]) ~= "string" then
      values[i] = env.tostring(values[i])
    end
  end
  return string.format(format, table.unpack(values, 1, values.n))
end

-- Stable: equal items keep their order (Lua's own sort picks its pivot by the clock).
function env.table.sort(list, before)
  before = before or function(a, b) return a < b end
  local n, from, to = #list, list, {}
  local width = 1
  while width < n do
    for left = 1, n, 2 * width do
      local i, middle = left, math.min(left + width, n + 1)
      local k, right = middle, math.min(left + 2 * width, n + 1)
      for at = left, right - 1 do
        if i < middle and (k >= right or not before(from[k], from[i])) then
          to[at], i = from[i], i + 1
        else
          to[at], k = from[k], k + 1
        end
      end
    end
    from, to = to, from
    width = 2 * width
  end
  if from ~= list then table.move(from, 1, n, 1, list) end
end

function env.getmetatable(x)
  if type(x) ~= "table" then return nil end
  return getmetatable(x)
end

-- Texts are not numbers: "10" + 1 is an error. Methods on texts are those of the allowed library.
local text_meta = getmetatable("")
for _, name in ipairs { "__add", "__sub", "__mul", "__div", "__mod", "__pow", "__unm", "__idiv" } do
  text_meta[name] = nil
end
text_meta.__index = env.string
text_meta.__metatable = "string"

core.known(env)

-- Libraries can be read, not changed: what the engine and the rest of the script call stays what it is.
for name, library in next, copy(env, {}) do
  if type(library) == "table" then
    env[name] = core.freeze(setmetatable({}, {
      __index = library,
      __newindex = function(_, key) core.fail("E103", ("%s.%s cannot be assigned"):format(name, tostring(key))) end,
      __metatable = name,
    }))
    core.underlying[env[name]] = library
  end
end

local foi = core.load "foi" (core)

function env.require(name)
  if name == "foi" then return foi end
  core.fail("E102", ("require: there is no module '%s'; scripts have only 'foi'"):format(tostring(name)))
end

setmetatable(env, {
  __index = function(_, name)
    local near = core.nearest(tostring(name), sorted_keys(env))
    core.fail("E103", ("the name '%s' is not declared"):format(tostring(name)),
      near and ("did you mean '%s'?"):format(near)
      or "is a local misspelt? Scripts have no io, os or globals of their own")
  end,
})

return core.freeze(setmetatable({}, {
  __index = env,
  __newindex = function(_, name)
    core.fail("E103", ("'%s' is assigned but not declared"):format(tostring(name)),
      ("write 'local %s = ...'"):format(tostring(name)))
  end,
  __metatable = "environment",
}))
