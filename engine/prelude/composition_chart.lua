-- What report:composition draws: a table with one row for each part of each category, its count, the
-- whole and its share of it. What cannot be parts of a whole is refused.
local core = ...
local names = core.module "names"
local lists = core.module "lists"
local groups = core.module "groups"
local rates = core.module "rates"
local crossed = core.module "crossed"
local shares = core.module "composition_shares"

local chart, what = {}, "report:composition"

local most_parts = 8 -- as many as can be told apart without colour
local rounding = 1.5 -- percentage points that rounded shares may make beyond 100%

local function check_parts(t, given)
  local labels = crossed.labels(what, t, given.series, "series")
  if #labels > most_parts then
    core.fail("A104", ("%s draws at most %d parts, '%s' has %d"):format(what, most_parts, given.series, #labels),
      "put small parts together first, as with t:relabel; or draw them as bars: report:bars")
  end
  groups.sort_labels(t, { what = what, group = given.series }) -- refuses a total that nothing declares
end

local function check_values(t, value)
  local column = t:column(value)
  for i = 1, #t do
    local low = column:bounds(i)
    if low and low < 0 and low > -math.huge then
      core.fail("A104", ("%s: row %d of '%s' is below 0: no part of a whole is"):format(what, i, value))
    end
  end
end

-- The least that cell i can be: 0 where nothing is known below.
local function least_of(column, i)
  return math.max(column:bounds(i) or 0, 0)
end

-- The sums of the parts of each bar. Refuses what must not be added up: labels of which one case can
-- carry several, a total beside its parts, children and families.
local function sums(t, keys, given)
  return t:by(table.unpack(keys)):sum(given.value)
end

-- Shares must not be added up, and neither must counts at their labels where these cannot.
local function check_additive(t, keys, given)
  local zeros = core.field(core.column(lists.filled(#t, 0)), { name = given.value, count = true })
  sums(t:derive(given.value, zeros), keys, given)
end

local function bar_name(t, keys, i)
  local labels = {}
  for k, key in ipairs(keys) do labels[k] = t:column(key)[i] end
  return table.concat(labels, ", ")
end

-- Are the cells the same: the number, or what is known of it?
local function is_same(column, i, j)
  local low_i, high_i = column:bounds(i)
  local low_j, high_j = column:bounds(j)
  return column:mark(i) == column:mark(j) and low_i == low_j and high_i == high_j
end

-- Has a bar two wholes, or do the parts make more than the whole?
local function check_whole(t, keys, given)
  local parts, least = {}, {}
  for i = 1, #t do
    local name = bar_name(t, keys, i)
    if parts[name] and not is_same(t:column(given.of), parts[name], i) then
      core.fail("A104", ("%s: rows %d and %d are parts of %s, and differ in '%s', the whole"):format(what, parts[name],
        i, name, given.of), "'of' is the same for all parts of a bar")
    end
    least[name] = (least[name] or 0) + least_of(t:column(given.value), i)
    parts[name] = i
  end
  for i = 1, #t do
    local name = bar_name(t, keys, i)
    local _, most = t:column(given.of):bounds(i)
    if most and parts[name] == i and least[name] > most then
      core.fail("A104", ("%s: the parts of %s make %s, more than '%s', which is %s"):format(what, name,
        rates.grouped(least[name]), given.of, rates.grouped(most)),
        "leave 'of' out where totals are rounded: the whole is then the sum of the parts")
    end
  end
end

-- The parts with the whole of each bar, as it is given or as the parts make it, and the name of that column.
local function with_whole(t, keys, given)
  local parts = t:select(lists.joined(keys, { given.series, given.value, given.of }))
  if given.of then
    check_whole(t, keys, given)
    return parts, given.of
  end
  local whole = sums(t, keys, given)
  local title = t:column(given.value).title or given.value
  whole = whole:derive("whole", whole:column(given.value), { title = title .. ", all parts" })
  return parts:join(whole:select(lists.joined(keys, { "whole" })), keys), "whole"
end

-- t with the column "percentage" of the counts in their whole.
local function with_shares(t, keys, given)
  local named, whole = with_whole(t, keys, given)
  local out = named:proportion { count = given.value, of = whole }
  local column = out:column "percentage"
  if given.of then return out, whole end
  local low, high = shares.range(named:column(given.value), named:column(whole))
  return out:derive("percentage", core.bounded(column, low, high)), whole
end

local function check_sum(t, keys, given)
  local sum = {}
  for i = 1, #t do
    local name = bar_name(t, keys, i)
    sum[name] = (sum[name] or 0) + least_of(t:column(given.value), i)
    if sum[name] > 100 + rounding then
      core.fail("A104", ("%s: the shares of %s make %s%%"):format(what, name, core.fixed(sum[name], 1)),
        "a case that has several labels, or a total among them, makes them no parts of a whole: report:bars")
    end
  end
end

-- The bars of which one part alone is hidden, and the whole is not.
local function bars_with_one_hidden(t, keys, given)
  local hidden, order = {}, {}
  for i = 1, #t do
    local name, mark = bar_name(t, keys, i), t:column(given.value):mark(i)
    if not hidden[name] then hidden[name], order[#order + 1] = 0, name end
    if mark == "suppressed" or mark == "low" then hidden[name] = hidden[name] + 1 end
    if given.of and not t:column(given.of)[i] then hidden[name] = math.huge end
  end
  local out = {}
  for _, name in ipairs(order) do
    if hidden[name] == 1 then out[#out + 1] = name end
  end
  return out
end

-- t, with a note where a hidden part is the whole less the others, which check C108 cannot know.
local function with_note(t, keys, given)
  if not given.of and t:column(given.value).unit ~= "%" then return t end
  local bars = bars_with_one_hidden(t, keys, given)
  if #bars == 0 then return t end
  local named = #bars > 5 and ("%d bars, such as %s"):format(#bars, bars[1]) or lists.in_words(bars)
  local column = t:column(given.value)
  return t:note(("%s: one part alone is hidden in %s. Where the parts make the whole, it is the whole less the others: "
    .. "before the figures are published, hide a second part."):format(column.title or given.value, named))
end

-- Shares are drawn as they are when they are in %: 0.5 may be half a percent, or a half.
local function check_unit(t, value)
  local column = t:column(value)
  if column.role == "share" and column.unit ~= "%" then
    core.fail("A104", ("%s: '%s' holds shares, and nothing says that they are in %%"):format(what, value),
      ("say so: t:derive(\"%s\", t:column \"%s\", {unit = \"%%\"}), times 100 where 1 is the whole"):format(value,
        value))
  end
end

-- The part of a report, from the arguments of report:composition.
function chart.of(t, given)
  given = given or {}
  for _, name in ipairs { "value", "by", "series" } do names.need(what, given, name) end
  local keys = lists.joined({ given.by }, { given.panels })
  crossed.labels(what, t, given.by, "by")
  crossed.labels(what, t, given.panels, "panels")
  crossed.labels(what, t, given.series, "series")
  crossed.check_once(what, t, lists.joined(keys, { given.series }))
  check_parts(t, given)
  check_values(t, given.value)
  check_unit(t, given.value)
  check_additive(t, keys, given)
  t = with_note(t, keys, given)
  local out = { title = given.title, by = given.by, series = given.series, panel = given.panels }
  if t:column(given.value).unit == "%" then
    check_sum(t, keys, given)
    out.table, out.value, out.whole = t, given.value, given.of
  else
    out.table, out.whole = with_shares(t, keys, given)
    out.value, out.amount = "percentage", given.value
  end
  return out
end

return chart
