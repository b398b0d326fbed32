-- t:answered: how many of those who were asked gave a figure, and why the others did not, as a sentence.
local core = ...
local names = core.module "names"
local rates = core.module "rates"
local series = core.module "series"

-- The mark that stands for a group of rows: nil when all are figures, else the first in the order below;
-- second, whether some of them are figures.
local order = { "suppressed", "refused", "exempt", "not_held", "not_available", "unknown", "unreliable", "low",
  "not_applicable", "blank", "undefined" }
local function mark_of(column, rows)
  local met, figures = {}, 0
  for _, i in ipairs(rows) do
    met[column:mark(i)] = true
    figures = figures + (column:mark(i) == "ok" and 1 or 0)
  end
  for _, mark in ipairs(order) do
    if met[mark] then return mark, figures > 0 end
  end
end

local function count(column, groups)
  local out = { whole = 0, part = 0, none = {} }
  if (column:marks().ok or 0) == #column then return { whole = #groups } end
  for _, group in ipairs(groups) do
    local mark, some = mark_of(column, group.rows)
    if not mark then
      out.whole = out.whole + 1
    elseif some then
      out.part = out.part + 1
    else
      out.none[mark] = (out.none[mark] or 0) + 1
    end
  end
  return out
end

-- "2 suppressed, 1 cannot be computed"
local function reasons(none)
  local list = {}
  for _, mark in ipairs(order) do
    if none[mark] then list[#list + 1] = ("%s %s"):format(core.fixed(none[mark], 0), rates.mark_in_words(mark)) end
  end
  return table.concat(list, ", ")
end

-- t:answered{column = "looked_after", group = "area_code", called = "authorities"}: "Figures from 149 of 152
-- authorities (2 suppressed, 1 not available)."
return function(t, given)
  local what = "answered"
  names.check(what, given)
  local column = t:column(names.need(what, given, "column"))
  local group = names.need(what, given, "group")
  local groups = series.rows(what, t, { group })
  local called = given.called or ("labels of '%s'"):format(group)
  local n, all = count(column, groups), core.fixed(#groups, 0)
  if n.whole == #groups then return ("Figures from all %s %s."):format(all, called) end
  local why = reasons(n.none)
  local more = n.part > 0 and (", and some from %s more"):format(core.fixed(n.part, 0)) or ""
  return ("Figures from %s of %s %s%s%s."):format(core.fixed(n.whole, 0), all, called, more,
    why ~= "" and (" (%s)"):format(why) or "")
end
