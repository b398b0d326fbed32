-- Which results of a cascade cannot be computed, because a stage counts more than the stage that
-- feeds it: a share above 100% is neither shown nor cut off.
local core = ...
local rates = core.module "rates"
local series = core.module "series"

local nesting = {}

local function least(column, i) return (column:bounds(i)) end
local function most(column, i) return (select(2, column:bounds(i))) end

-- "57", or "at least 1" of a hidden count.
local function in_words(column, i, bound, words)
  return (column[i] and "" or words .. " ") .. rates.grouped(bound)
end

-- "there are 57 at plans for Black, but 50 at assessments".
local function comparison(all, i, given)
  local events, at_risk = given.counts.events, given.counts.at_risk
  return ("there are %s at %s%s, but %s at %s"):format(in_words(events, i, least(events, i), "at least"), all.stage[i],
    given.own_group and " for " .. all:column(given.group)[i] or "",
    in_words(at_risk, i, most(at_risk, i), "at most"), given.feeder[all.stage[i]])
end

-- How many of unknown group the stage before may hold.
local function slack(i, given)
  if not given.has_unknown then return 0 end
  return most(given.counts.unknown_before, i) or math.huge
end

-- Are there more events than 'of' can hold?
local function exceeds(i, of, given)
  local events, whole = least(given.counts.events, i), most(given.counts[of], i)
  return events and whole and events > whole
end

-- Why a row does not nest, or nil where it does; and whether people of unknown group cannot be why.
local function reason(all, i, given)
  if not exceeds(i, "at_risk", given) then return nil, false end
  local text = comparison(all, i, given)
  local more = least(given.counts.events, i) - most(given.counts.at_risk, i)
  if more > slack(i, given) then return text .. ": the stages do not nest", true end
  return text .. "; events of unknown group may be why", false
end

local function sentence(out, i)
  if out.share[i] then return "Cannot be computed, because " .. out.share[i] .. "." end
  if out.ratio[i] then return "The ratio cannot be computed, because " .. out.ratio[i] .. "." end
  if out.cumulative[i] or out.cumulative_ratio[i] then
    return "What is cumulative cannot be computed, because stages before do not nest."
  end
  return nil
end

-- Fills in the reasons of the groups at one stage of one series; returns the reference group's row.
local function judge_stage(out, all, rows, given)
  local whole, reference
  for _, i in ipairs(rows) do
    local text, proven = reason(all, i, given)
    out.share[i], whole = text, whole or proven and text or nil
    if given.is_reference[i] then reference = i end
  end
  for _, i in ipairs(rows) do out.stage[i], out.share[i] = whole, whole or out.share[i] end
  for _, i in ipairs(rows) do out.ratio[i] = out.share[i] or reference and out.share[reference] end
  return reference
end

-- Reasons, row by row, in lists: 'stage' (of all groups at once, because one of them shows that the
-- stages do not nest), 'share', 'ratio', 'cumulative', 'cumulative_ratio', and 'note', a sentence for the
-- reader. The rows are in the order of the stages.
function nesting.reasons(all, given)
  local out = { stage = {}, share = {}, ratio = {}, cumulative = {}, cumulative_ratio = {}, note = {} }
  local reference = {}
  given.counts = { events = all:column "events", at_risk = all:column "at_risk", base = all:column "base",
    unknown_before = given.has_unknown and all:column "unknown_before" or nil }
  for _, each in ipairs(series.rows(given.what, all, given.at_stage)) do
    local row = judge_stage(out, all, each.rows, given)
    for _, i in ipairs(each.rows) do reference[i] = row end
  end
  for _, each in ipairs(series.rows(given.what, all, given.by)) do
    local broken
    for _, i in ipairs(each.rows) do
      broken = broken or out.share[i] or exceeds(i, "base", given)
      out.cumulative[i] = broken
    end
  end
  for i = 1, #all do
    out.cumulative_ratio[i] = out.cumulative[i] or reference[i] and out.cumulative[reference[i]]
    out.note[i] = sentence(out, i)
  end
  return out
end

return nesting
