-- Lists of names and labels, as arguments of the front doors take them.
local lists = {}

-- A list of one for a single value, an empty one for nil.
function lists.of(value)
  if value == nil then return {} end
  return type(value) == "table" and value or { value }
end

function lists.has(list, label)
  for _, item in ipairs(list) do
    if item == label then return true end
  end
  return false
end

-- The items as keys: of a long list, whether it has a label is asked here.
function lists.set(list)
  local out = {}
  for _, item in ipairs(list) do out[item] = true end
  return out
end

function lists.joined(a, b)
  local out = {}
  for _, item in ipairs(a) do out[#out + 1] = item end
  for _, item in ipairs(b) do out[#out + 1] = item end
  return out
end

function lists.without(list, item)
  local out = {}
  for _, each in ipairs(list) do
    if each ~= item then out[#out + 1] = each end
  end
  return out
end

-- Two lists of true and false, as one that is true where either is.
function lists.either(a, b)
  local out = {}
  for i = 1, #a do out[i] = a[i] or b[i] end
  return out
end

-- What both have, in the order of the first.
function lists.shared(a, b)
  local out, set = {}, lists.set(b)
  for _, item in ipairs(a) do
    if set[item] then out[#out + 1] = item end
  end
  return out
end

-- "a, b and c".
function lists.in_words(list)
  if #list < 2 then return list[1] or "" end
  return table.concat(list, ", ", 1, #list - 1) .. " and " .. list[#list]
end

-- "Age and sex": what the columns 'names' of t are called.
function lists.titles_in_words(t, names)
  local titles = {}
  for k, name in ipairs(names) do titles[k] = t:column(name).title or name end
  return lists.in_words(titles)
end

-- "Rate ratio" of "rate ratio".
function lists.capital(text) return (text:gsub("^%l", string.upper)) end

-- n times the same value.
function lists.filled(n, value)
  local out = {}
  for i = 1, n do out[i] = value end
  return out
end

function lists.sum(list)
  local sum = 0
  for _, x in ipairs(list) do sum = sum + x end
  return sum
end

return lists
