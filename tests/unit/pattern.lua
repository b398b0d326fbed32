-- luacheck: globals own
-- The functions of core.text against those of Lua.
local tests = {}

local function show(value)
  return type(value) == "string" and ("%q"):format(value) or tostring(value)
end

-- All that a call gives, or its error, as one text.
local function outcome(f, ...)
  local got = table.pack(pcall(f, ...))
  for i = 1, got.n do got[i] = show(got[i]) end
  return (table.concat(got, " ", 1, got.n):gsub("to '[%w.?]+'", "to it")) -- ours have no name here
end

local function agree(name, ...)
  local lua, ours = outcome(string[name], ...), outcome(own[name], ...)
  if lua ~= ours then
    local given = table.pack(...)
    for i = 1, given.n do given[i] = show(given[i]) end
    error(("string.%s(%s)\n  Lua:  %s\n  ours: %s"):format(name, table.concat(given, ", ", 1, given.n), lua, ours), 2)
  end
end

-- All matches that gmatch gives.
local function walk(gmatch)
  return function(...)
    local out = {}
    for a, b, c in gmatch(...) do out[#out + 1] = ("%s,%s,%s"):format(show(a), show(b), show(c)) end
    return table.concat(out, ";")
  end
end

local function agree_walk(...)
  local lua, ours = outcome(walk(string.gmatch), ...), outcome(walk(own.gmatch), ...)
  if lua ~= ours then
    error(("gmatch(%s, %s)\n  Lua:  %s\n  ours: %s"):format(show((...)), show((select(2, ...))), lua, ours), 2)
  end
end

local function agree_everywhere(text, pattern)
  agree("find", text, pattern)
  agree("match", text, pattern)
  agree_walk(text, pattern)
  agree("gsub", text, pattern, "<%0>")
end

function tests.examples()
  local text = "THE (quick) fox is at 10:45, b=2 [x] 100% of_it  $5\0 end"
  for _, pattern in ipairs { "", "^", "$", "^$", "%a+", "^%a+", "(%a+) (%a+)", "%((%a+)%)", "(%d+):(%d+)", "%s*$",
    "()%d+()", "%b()", "%b[]", "%bxx", "%f[%w]%w+", "%f[%W]", "[%w_]+", "[^%s]+", "[]]", "[^]]", "[a-z]+", "[%a-z]",
    "[a-]", "[-a]", "[a-%%]", "%%", "%$%d", "(a)(b)(c)", "(.)%1", "((a)(b))", ".-b", "a?b", "x*", "(x*)", "%z", "[%z]",
    "\0", "[\0-\31]", "end$", "e$nd", "a^b", "(q(u)i)", "(.-)(.-)(.-)x", "*a", "+", "-", "?", "a**", "(a)*", "%b()*",
    "((((((((((.))))))))))", "[^%c]", "%D", "%S+", "%u%u+", "%X", "%G", "%P+", "%L", "%C+", "%W", "[%]]", "[%-x]" } do
    agree_everywhere(text, pattern)
    for from = -70, 70, 7 do
      agree("find", text, pattern, from)
      agree("match", text, pattern, from)
    end
    agree("find", text, pattern, 3, true)
  end
  for _, from in ipairs { math.mininteger, math.maxinteger, 0 } do
    agree("find", "abc", "b", from)
    agree("find", "abc", "[b]", from)
    agree("match", "abc", "b*", from)
  end
  agree("find", 12345, 34)
  agree("match", 12345, "3(.)")
  agree("find", "", "")
  agree("find", "abc", "", 4)
  agree("find", "abc", "", 5)
end

function tests.classes()
  for _, class in ipairs { "a", "c", "d", "g", "l", "p", "s", "u", "w", "x", "z", "b?", "e", "." } do
    if #class == 1 then
      for byte = 0, 255 do
        local text = string.char(byte)
        if class ~= "." then
          agree("find", text, "%" .. class)
          if class ~= "z" and class ~= "e" then agree("find", text, "%" .. class:upper()) end
          agree("find", text, "[%" .. class .. "]")
          agree("find", text, "[^%" .. class .. "x]")
        end
        agree("find", text, "[\127-\200]")
        agree("find", text, "%f[\0]")
      end
    end
  end
  for byte = 0, 255 do -- each byte behind "%", and by itself
    local char = string.char(byte)
    for _, text in ipairs { "", "a" .. char, char .. char .. "]" } do
      if not char:find("[bf%d]") then agree_everywhere(text, "%" .. char) end
      if not char:find("[%(%)%[%%]") then agree_everywhere(text, char) end
    end
  end
end

-- A generator of chance that is the same everywhere.
local seed = 42
local function below(n)
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed // 65536 % n
end
local function one_of(list) return list[below(#list) + 1] end

local singles = { "a", "b", "c", ".", "%a", "%d", "%s", "%A", "[ab]", "[^a]", "[a-c]", "[%a1]", "1", "%.", "(", "%-" }
local repeats = { "", "", "", "*", "+", "-", "?" }
local function make(depth, state)
  local out = {}
  for _ = 1, below(4) + 1 do
    local which = below(14)
    if which < 9 then
      local single = one_of(singles)
      if single == "(" then single = "%(" end
      out[#out + 1] = single .. one_of(repeats)
    elseif which == 9 and depth < 3 and state.n < 9 then
      state.n = state.n + 1
      local mine = state.n
      out[#out + 1] = "(" .. make(depth + 1, state) .. ")"
      state.closed[#state.closed + 1] = mine
    elseif which == 10 and state.n < 9 then
      state.n = state.n + 1
      state.closed[#state.closed + 1] = state.n
      out[#out + 1] = "()"
    elseif which == 11 and #state.closed > 0 then
      out[#out + 1] = "%" .. one_of(state.closed)
    elseif which == 12 then
      out[#out + 1] = "%b" .. one_of { "ab", "()", "aa" }
    elseif which == 13 then
      out[#out + 1] = "%f" .. one_of { "[a]", "[%a]", "[^b]" }
    end
  end
  return table.concat(out)
end

local function subject()
  local out = {}
  for i = 1, below(14) do out[i] = one_of { "a", "b", "c", "a", "1", " ", "(", ")", ".", "-" } end
  return table.concat(out)
end

function tests.chance()
  for _ = 1, 20000 do
    local pattern = (below(6) == 0 and "^" or "") .. make(0, { n = 0, closed = {} }) .. (below(6) == 0 and "$" or "")
    agree_everywhere(subject(), pattern)
  end
end

-- What Lua refuses is refused; what is not refused means the same.
function tests.wrong()
  for _, case in ipairs { { "[", "]" }, { "a[", "]" }, { "[]", "]" }, { "[^]", "]" }, { "[%", "]" }, { "[a%", "]" },
    { "%", "ends with '%'" }, { "a%", "ends" }, { "%b", "%b" }, { "%bx", "%b" }, { "%f", "%f" }, { "%fa", "%f" },
    { "(a", "unfinished capture" }, { "a)", "invalid pattern capture" }, { "%1", "invalid capture index" },
    { "(%1)", "invalid capture index" }, { "%0", "invalid capture index" }, { ("()"):rep(33), "too many captures" },
    { ("a?"):rep(201), "too complex" }, { ("a"):rep(20000) .. ".", "too long" } } do
    for _, name in ipairs { "find", "match", "gsub", "gmatch" } do
      local ok, message = pcall(own[name], "aab", case[1], name == "gsub" and "" or 1)
      local plain = name == "find" and not case[1]:find("[%^%$%*%+%?%.%(%[%%%-]") -- "a)" is text there, as in Lua
      assert(plain or not ok and message:find(case[2], 1, true), case[1])
    end
  end
  local letters = { "a", "b", "%", "[", "]", "^", "-", "(", ")", "*", "?", "$", ".", "1", "f" }
  for _ = 1, 20000 do
    local list = {}
    for i = 1, below(8) + 1 do list[i] = one_of(letters) end
    local pattern, text = table.concat(list), subject()
    for _, name in ipairs { "find", "match" } do
      local lua, ours = outcome(string[name], text, pattern), outcome(own[name], text, pattern)
      local refused = ours:find("^false")
      assert(lua == ours or (refused and not lua:find("^false"))
        or (refused and lua:find("^false")), ("%q in %q: %s, not %s"):format(pattern, text, ours, lua))
    end
  end
end

function tests.replacements()
  local text = "hello world from Lua 5.4"
  for _, with in ipairs { "", "x", "%0", "%1", "%0%0", "%%", "[%1]", "%2", "%9", "%", "a%", "%x", "%a", 7, 1.5 } do
    agree("gsub", text, "(%w+)", with)
    agree("gsub", text, "%w+", with)
    agree("gsub", text, "()%w+()", with)
    agree("gsub", text, "", with)
  end
  for most = -1, 8 do agree("gsub", text, "o", "0", most) end
  agree("gsub", text, "o", "0", 1.5)
  agree("gsub", text, "^h", "H")
  agree("gsub", "hhh", "^h", "H")
  agree("gsub", text, "%w+", { hello = "bye", world = false, from = 3 })
  agree("gsub", text, "%w+", { hello = {} })
  agree("gsub", text, "(%w)(%w*)", function(a, b) return b .. a end)
  agree("gsub", text, "%w+", function(a) if a == "from" then return nil end return #a end)
  agree("gsub", text, "%w+", function() return {} end)
  agree("gsub", text, "()", function(at) return at end)
  agree("gsub", text, "%w+", function() error("stop") end)
  agree("gsub", text, "%w+", true)
  agree("gsub", text, "%w+")
  agree("gsub", ("x"):rep(5000), "x", ("y"):rep(100))
  agree("gsub", "abc", "b*", "-")
  agree("gsub", "abc d", "%f[%w]%w+", "<%0>")
  -- A function that comes back to the same text.
  local function nest(gsub)
    return function() return gsub("abab", "(a)(b)", function(a) return a .. gsub("xax", "a", "%0%0") end) end
  end
  assert(outcome(nest(string.gsub)) == outcome(nest(own.gsub)))
  agree_walk("one two", "%a+", 4)
  agree_walk("one two", "%a+", -2)
  agree_walk("one two", "", 20)
  agree_walk("one two", "^o")
end

function tests.others()
  for _, n in ipairs { -1, 0, 1, 2, 3, 100, math.mininteger } do
    for _, text in ipairs { "", "a", "ab\0" } do
      agree("rep", text, n)
      agree("rep", text, n, ", ")
    end
  end
  agree("rep", "ab", math.maxinteger)
  agree("rep", "ab", 1.5)
  agree("rep", {}, 1)
  assert(own.rep("", math.maxinteger) == "")
  local all = {}
  for i = 0, 127 do all[#all + 1] = string.char(i) end
  agree("lower", table.concat(all))
  agree("upper", table.concat(all))
  assert(own.upper("é\xe9") == "é\xe9") -- bytes beyond ASCII stay, whatever the locale
end

return tests
