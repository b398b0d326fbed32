-- Minimum sizes of a group and of what it is compared with (34 CFR 300.647): where the comparison
-- group is too small, that of a larger place stands in, and the status of each row says so.
local core = ...
local names = core.module "names"
local rates = core.module "rates"

local minimum = {}

local measure = "disproportion.minimum_sizes"
local preset = { cell = 10, n = 30 }

-- {cell = 10, n = 30}, checked; nil when none is given.
function minimum.read(given)
  if given.minimum == nil then return nil end
  local sizes = names.known(given.what .. ": 'minimum'", given.minimum, { "cell", "n" })
  return { cell = sizes.cell or preset.cell, n = sizes.n or preset.n }
end

-- What a cell can be at least or at most: any number where that is not known.
local function ends(column, row)
  local low, high = rates.count_between(column, row)
  return low or 0, math.min(high or 2 ^ 53, 2 ^ 53)
end

-- The status of a row when every hidden count is the least (1), or the greatest (2), that it can be.
local function status_at(which, row, sizes, group, here, there)
  local function of(column) return (select(which, ends(column, row))) end
  return names.measure(measure)({ cell_size = sizes.cell, n_size = sizes.n,
    count1 = of(group.count), exposure1 = of(group.exposure), exposure0 = of(here.exposure),
    count0 = which == 1 and here.least and here.least[row] or of(here.count),
    count_elsewhere = there and of(there.count), exposure_elsewhere = there and of(there.exposure) }).status_name
end

-- The status of each row in words; rows of the list 'without' are what the others are compared with.
local function statuses(sizes, group, here, there, without)
  local out = {}
  for i = 1, #group.count do
    local least, most = status_at(1, i, sizes, group, here, there), status_at(2, i, sizes, group, here, there)
    out[i] = without and without[i] and "reference" or (least == most and least or "not_settled")
  end
  return out
end

-- group, here and there (nil: no other place) are {count = column, exposure = column}; here.least may be
-- a list of the least that each count can be, where its parts say more than its bounds. Returns status,
-- a list of words; which rows have no comparison, and which that of the other place, as lists; the
-- group's count, marked where there is none; and what it is compared with, count0 and exposure0.
function minimum.choose(sizes, group, here, there, without)
  local status, left_out, stands_in = statuses(sizes, group, here, there, without), {}, {}
  for i, word in ipairs(status) do
    stands_in[i] = word == "alternate"
    left_out[i] = word ~= "alternate" and word ~= "ok" and word ~= "reference"
  end
  local function chosen(what) return there and core.choose(here[what], there[what], stands_in) or here[what] end
  return { status = status, left_out = left_out, stands_in = stands_in,
    count = core.mark(group.count, left_out, "undefined"), count0 = chosen "count", exposure0 = chosen "exposure" }
end

-- The column of it.
function minimum.column(name, title, status)
  return core.field(core.column(status), { name = name, title = title, measure = measure })
end

local sentences = {
  { "alternate", "alternate: the comparison group here is too small, and that %s stands in for it." },
  { "not_calculated_cell", "not_calculated_cell: the group has too few events." },
  { "not_calculated_n", "not_calculated_n: the group has too few people." },
  { "no_comparison", "no_comparison: the comparison group is too small, and there is no other to stand in for it." },
  { "not_settled", "not_settled: a hidden count leaves open whether the sizes are reached." },
}

-- t with what the words mean that occur in the lists; 'place' as in "in England".
function minimum.note(t, sizes, lists, place)
  local found, text = {}, { ("Nothing is compared that has fewer than %d events or %d people (34 CFR 300.647)."):format(
    sizes.cell, sizes.n) }
  for _, status in ipairs(lists) do
    for _, word in ipairs(status) do found[word] = true end
  end
  for _, sentence in ipairs(sentences) do
    if found[sentence[1]] then text[#text + 1] = sentence[2]:format(place) end
  end
  return t:note(table.concat(text, " "))
end

return minimum
