-- Named arguments for the front doors: unknown names are errors that suggest the right one.
local core = ...

local names = {}

-- Raises unless every key of 'given' is in the list 'known'.
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
  if #wrong == 0 then return given end
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
