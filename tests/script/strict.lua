-- luacheck: ignore 111 113
-- The environment: an allow-list, no globals, one order everywhere, no coercion of texts.
local foi = require "foi"

local function caught(f, ...)
  local ok, e = pcall(f, ...)
  if ok then return "no error" end
  return type(e) == "string" and (e:gsub("^[^:]*:%d+: ", "")) or e.code .. ": " .. e.message
end

-- What a script has, and what it has not.
local here = {}
for _, name in ipairs { "assert", "coroutine", "error", "getmetatable", "ipairs", "math", "next", "pairs", "pcall",
  "print", "rawequal", "rawget", "rawlen", "rawset", "require", "select", "setmetatable", "string", "table",
  "tonumber", "tostring", "type", "utf8" } do
  here[#here + 1] = type(_ENV[name])
end
print(#here, table.concat(here, " "):find("nil")) --> 23	nil
for _, name in ipairs { "io", "os", "debug", "package", "load", "loadfile", "loadstring", "dofile", "collectgarbage",
  "xpcall", "_G", "warn", "arg" } do
  print(caught(function() return _ENV[name] end))
end
--> E103: the name 'io' is not declared
--> E103: the name 'os' is not declared
--> E103: the name 'debug' is not declared
--> E103: the name 'package' is not declared
--> E103: the name 'load' is not declared
--> E103: the name 'loadfile' is not declared
--> E103: the name 'loadstring' is not declared
--> E103: the name 'dofile' is not declared
--> E103: the name 'collectgarbage' is not declared
--> E103: the name 'xpcall' is not declared
--> E103: the name '_G' is not declared
--> E103: the name 'warn' is not declared
--> E103: the name 'arg' is not declared
print(math.random, math.randomseed, string.dump, table.sort ~= nil) --> nil	nil	nil	true
print(caught(require, "io")) --> E102: require: there is no module 'io'; scripts have only 'foi'
print(caught(require, "foi") == "no error", require "foi" == foi) --> true	true

-- Globals: neither read nor written by accident.
print(caught(function() return populaton end)) --> E103: the name 'populaton' is not declared
print(caught(function() total = 1 end)) --> E103: 'total' is assigned but not declared
print(select(2, pcall(function() return pirnt end)).hint) --> did you mean 'print'?
print(select(2, pcall(function() total = 1 end)).hint) --> write 'local total = ...'
print(caught(setmetatable, _ENV, {})) --> cannot change a protected metatable

-- pairs: numbers by size, then texts by bytes; keys without an order are refused.
local keys = {}
for key in pairs { b = 1, a = 2, [10] = 3, [9] = 4, [2.5] = 5, B = 6, [-1] = 7 } do keys[#keys + 1] = tostring(key) end
print(table.concat(keys, " ")) --> -1 2.5 9 10 B a b
print(next({ z = 1, y = 2 })) --> y	2
print(next({ z = 1, y = 2 }, "y")) --> z	1
print((next({}))) --> nil
print(caught(function() for _ in pairs { [true] = 1 } do end end))
--> E102: pairs: a key is a boolean; only numbers and texts have an order
print(caught(pairs, 1)) --> A103: pairs: expected a table, got a number

-- sort is stable, and takes a comparison.
local list = {}
for i = 1, 100 do list[i] = { key = i % 3, place = i } end
table.sort(list, function(a, b) return a.key < b.key end)
local stable = true
for i = 2, 100 do
  stable = stable and (list[i - 1].key < list[i].key or list[i - 1].place < list[i].place)
end
print(stable, list[1].place, list[100].place) --> true	3	98
local words = { "b", "C", "a" }
table.sort(words)
print(table.concat(words, " ")) --> C a b
local none, one = {}, { 7 }
table.sort(none)
table.sort(one)
print(#none, one[1]) --> 0	7

-- Texts are not numbers.
print(caught(function() return "10" + 1 end)) --> attempt to perform arithmetic on a string value (constant '10')
print(caught(function() return -"10" end)) --> attempt to perform arithmetic on a string value (constant '10')
print(caught(function() return "10" < 1 end)) --> attempt to compare string with number
print("10" == 10, tonumber("10") + 1, "n = " .. 10) --> false	11	n = 10

-- Addresses differ from run to run, so nothing shows them.
print(tostring {}, tostring(print), tostring(coroutine.create(print))) --> table	function	thread
print({}, print) --> table	function
print(("%s %s"):format({}, print)) --> table function
print(caught(string.format, "%p", {})) --> A104: string.format: '%p' prints an address, which differs from run to run
print(("x"):rep(3), ("%5.1f"):format(2.25)) --> xxx	  2.2
print(string.dump) --> nil
print(getmetatable("")) --> nil

-- Nothing runs unseen: no finalisers.
print(caught(setmetatable, {}, { __gc = print })) --> E102: setmetatable: '__gc' is not available to scripts
print(#setmetatable({}, { __len = function() return 5 end })) --> 5
local co = coroutine.wrap(function(x) coroutine.yield(x + 1) end)
print(co(1)) --> 2
