-- Named arguments for the front doors: unknown names are errors that suggest the right one.
local core = ...

local names = {}

local function number_in_words(x) return x ~= x and "NaN" or tostring(x) end

local function check_number(what, name, value, is_right, wanted)
  if math.type(value) == nil then
    core.fail("A103", ("%s: '%s' must be a number, got a %s"):format(what, name, type(value)))
  elseif not is_right(value) then
    core.fail("A104", ("%s: '%s' must be %s, got %s"):format(what, name, wanted, number_in_words(value)))
  end
end

local function check_text(what, name, value)
  if type(value) ~= "string" then
    core.fail("A103", ("%s: '%s' must be text, got a %s"):format(what, name, type(value)))
  end
end

-- Arguments that mean the same wherever they are taken.
local shared = {
  per = function(what, name, value)
    check_number(what, name, value, function(x) return x > 0 and x < math.huge end, "a number above 0")
  end,
  fewest = function(what, name, value)
    check_number(what, name, value, function(x) return x >= 0 and x < math.huge end, "a number, 0 or more")
  end,
  conf_level = function(what, name, value)
    check_number(what, name, value, function(x) return x > 0 and x < 1 end, "above 0 and below 1")
  end,
  people = check_text, called = check_text, scope = check_text,
}

-- Raises unless every key of 'given' is in the list 'known', and those that are shared are right.
function names.check(what, given, known)
  if type(given) ~= "table" then
    core.fail("A103", ("%s takes named arguments in braces: %s{...}"):format(what, what))
  end
  local allowed = {}
  for _, name in ipairs(known) do allowed[name] = true end
  local wrong = {}
  for key in next, given do
    if not allowed[key] then wrong[#wrong + 1] = tostring(key) end
  end
  if #wrong == 0 then
    for _, name in ipairs(known) do
      if shared[name] and given[name] ~= nil then shared[name](what, name, given[name]) end
    end
    return given
  end
  table.sort(wrong)
  local near = core.nearest(wrong[1], known)
  core.fail("A101", ("%s has no argument '%s'"):format(what, wrong[1]),
    (near and ("did you mean '%s'? "):format(near) or "") .. "it takes " .. table.concat(known, ", "))
end

function names.need(what, given, name, kind)
  local value = given[name]
  if value == nil then
    core.fail("A102", ("%s needs '%s'"):format(what, name))
  end
  if kind and type(value) ~= kind then
    core.fail("A103", ("%s: '%s' must be a %s, got a %s"):format(what, name, kind, type(value)))
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

-- The measure called 'name' as a function; unknown names are errors.
function names.measure(name)
  local at = core.stats
  for part in tostring(name):gmatch("[^.]+") do
    at = type(at) == "table" and rawget(at, part) or nil
  end
  if type(at) == "table" then at = rawget(at, "") end -- a measure that others are named after
  if type(at) == "function" then return at end
  local near = core.nearest(tostring(name), core.measures)
  core.fail("A106", ("no measure is called '%s'"):format(tostring(name)),
    near and ("did you mean '%s'?"):format(near) or "`foistat help` lists the measures")
end

return names
