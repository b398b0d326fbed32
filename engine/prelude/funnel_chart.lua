-- What report:funnel draws: the table that t:funnel gave, and its limits for places of all sizes.
local core = ...
local names = core.module "names"
local lists = core.module "lists"
local funnel = core.module "funnel"

local chart = {}

-- What a chart needs of t, which t:funnel gave: with the ratio as value, limits are ratios too.
local function check_chart(t)
  for _, name in ipairs(lists.joined({ "expected", "rate", "ratio", "target" }, funnel.limit_names "chance")) do
    if not lists.has(t:columns(), name) then
      core.fail("A104", ("report:funnel: the table has no column '%s'"):format(name), "it takes what t:funnel gives")
    end
  end
end

-- Places are drawn among the limits around one target.
local function check_target(t)
  for i = 2, #t do
    if t.target[i] ~= t.target[1] then
      core.fail("A104", ("report:funnel: rows 1 and %d are held against different targets, and a chart has one"):format(
        i), "draw one funnel for each with :where, such as one for each year")
    end
  end
end

local function has_spread(t)
  return lists.has(t:columns(), "tau2") and lists.has(t:columns(), "spread_95_lower")
end

-- The limits of a kind as ratios to the target, with the same words but for the unit.
local function with_ratio_limits(t, kind)
  for _, limit in ipairs(funnel.limits) do
    local old = t:column(kind .. limit.name)
    t = t:derive(old.name, core.field(old / t.target, { title = old.title, measure = old.measure, unit = "",
      comparator = old.comparator, denominator = old.denominator, decimals = 2, conf_level = limit.level }))
  end
  return t
end

-- The kinds of limits that t has.
local function kinds_of(t)
  return has_spread(t) and { "chance", "spread" } or { "chance" }
end

-- The table of a chart of that value, and where its target stands.
function chart.of(t, value)
  check_chart(t)
  check_target(t)
  local target = #t > 0 and t.target[1] or nil
  if value == "rate" then return { table = t, target = target } end
  for _, kind in ipairs(kinds_of(t)) do t = with_ratio_limits(t, kind) end
  return { table = t, target = target and 1 }
end

-- The columns of limits that a funnel of t draws, each by its role.
function chart.roles(t)
  local out = {}
  for _, kind in ipairs(kinds_of(t)) do
    for i, role in ipairs { "_lower", "_upper", "_outer_lower", "_outer_upper" } do
      out[kind .. role] = funnel.limit_names(kind)[i]
    end
  end
  return out
end

-- The largest place: its row, and how many events are expected there. nil when none has a size.
local function largest(t, size)
  local row, most = nil, 0
  for i = 1, #t do
    local expected = t.expected[i]
    if expected and expected > most and t:column(size)[i] then row, most = i, expected end
  end
  return row, most
end

-- The limits of a kind along the curve, under the names that the table has for them.
local function curve_columns(t, kind, arguments, columns)
  local answer = names.measure(t:column(kind .. funnel.limits[1].name).measure)(arguments)
  for _, limit in ipairs(funnel.limits) do
    columns[#columns + 1] = core.field(answer:column(limit.result), { name = kind .. limit.name,
      conf_level = limit.level })
  end
end

local points = 200 -- of the curve: neighbours differ by 7% in size

-- The limits for places of all sizes, from a millionth of the largest to twice its size;
-- nil where nothing is expected anywhere.
function chart.curve(t, value, size)
  local row, most = largest(t, size)
  if row == nil then return nil end
  local expected, x = {}, {}
  for i = 1, points do
    expected[i] = most * 2 * 1e-6 ^ (1 - i / points)
    x[i] = expected[i] / most * t:column(size)[row]
  end
  local columns = { core.field(core.column(x), { name = size }) }
  local multiplier = value == "rate" and t.target[row] or 1
  curve_columns(t, "chance", { expected = expected, multiplier = multiplier }, columns)
  if has_spread(t) and t.tau2[row] then
    curve_columns(t, "spread", { expected = expected, tau2 = t.tau2[row], multiplier = multiplier }, columns)
  end
  return core.table("curve", columns)
end

return chart
