-- Arguments of the front doors: each function behind its row, and what rows cannot say.
local core = ...

local names = {}

local function number_in_words(x) return x ~= x and "NaN" or tostring(x) end

-- Arguments that mean the same wherever they are taken, and the numbers that they can be.
local ranges = {
  { "per", "a number above 0", function(x) return x > 0 and x < math.huge end },
  { "fewest", "a number, 0 or more", function(x) return x >= 0 and x < math.huge end },
  { "conf_level", "above 0 and below 1", function(x) return x > 0 and x < 1 end },
}

-- Raises unless the numbers among the arguments are in their ranges. That a function takes them, and that
-- they are numbers, its row has said.
function names.check(what, given)
  for _, range in ipairs(ranges) do
    local name, wanted, is_right = table.unpack(range)
    if given[name] ~= nil and not is_right(given[name]) then
      core.fail("A104", ("%s: '%s' must be %s, got %s"):format(what, name, wanted, number_in_words(given[name])))
    end
  end
  return given
end

-- Raises unless every key of 'given', a table within an argument, is in the list 'known'.
function names.known(what, given, known)
  local allowed, wrong = {}, {}
  for _, name in ipairs(known) do allowed[name] = true end
  for key in next, given do
    if not allowed[key] then wrong[#wrong + 1] = tostring(key) end
  end
  if #wrong == 0 then return given end
  table.sort(wrong)
  local near = core.nearest(wrong[1], known)
  core.fail("A101", ("%s has no argument '%s'"):format(what, wrong[1]),
    (near and ("did you mean '%s'? "):format(near) or "") .. "it takes " .. table.concat(known, ", "))
end

-- What scripts call goes through its row in lua/api_*.c, which knows the names and types of arguments.
-- Columns and rows are asked for cell by cell: those two check for themselves.
function names.guarded(kind, functions)
  for name, f in next, functions do
    if type(f) == "function" and not (kind == "table" and (name == "column" or name == "row")) then
      functions[name] = core.guard(kind .. "." .. name, f)
    end
  end
  return functions
end

function names.need(what, given, name)
  local value = given[name]
  if value == nil then
    core.fail("A102", ("%s needs '%s'"):format(what, name))
  end
  return value
end

-- The column of events called 'name' of t. Shares are refused: 12% is not 12 events.
function names.events(what, t, name)
  local column = t:column(name)
  if column.role == "share" then
    core.fail("D211", ("%s: '%s' holds shares, and events are needed"):format(what, name),
      "take the column of counts that the shares come from")
  end
  return column
end

-- What to do where rows are in the way: 'hint', or what check C112 found, when the file holds rows twice.
function names.hint_rows(t, hint)
  for _, check in ipairs(t:checks()) do
    if check.code == "C112" and check.state == "failed" then
      return "the file holds rows twice: foi.read(path, {repeated = \"drop\"}) or \"keep\" says what they are; "
        .. check.text
    end
  end
  return hint
end

-- The measure called 'name' as a function; unknown names are errors that suggest the nearest of them and of
-- the words in 'also' (optional).
function names.measure(name, also)
  local at = core.stats
  for part in tostring(name):gmatch("[^.]+") do
    at = type(at) == "table" and rawget(at, part) or nil
  end
  if type(at) == "table" then at = rawget(at, "") end -- a measure that others are named after
  if type(at) == "function" then return at end
  local near = core.nearest(tostring(name), also or {}) or core.nearest(tostring(name), core.measures)
  core.fail("A106", ("no measure is called '%s'"):format(core.clip(name)),
    near and ("did you mean '%s'?"):format(near) or "`foistat help` lists the measures")
end

return names
