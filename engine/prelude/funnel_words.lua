-- What t:funnel says of its places: how many have figures, what they are held against, how many are
-- judged, and how many lie beyond the limits.
local core = ...
local answered = core.module "answered"

local words = {}

-- How many places are judged, and how many of them lie beyond either pair of limits.
local function tally(list)
  local n = { judged = 0, beyond_95 = 0, beyond_998 = 0, small = 0 }
  for _, where in ipairs(list) do
    local level = where:match "^%a+ ([%d.]+)%%$"
    if where == "too small to judge" then n.small = n.small + 1 end
    if level or where == "inside" then n.judged = n.judged + 1 end
    if level then n.beyond_95 = n.beyond_95 + 1 end
    if level == "99.8" then n.beyond_998 = n.beyond_998 + 1 end
  end
  return n
end

local function about(x)
  return x > 0 and x < 0.05 and "fewer than 0.1" or core.fixed(x, 1)
end

-- "3 lie beyond the 95% limits of chance, 1 of them beyond the 99.8% limits"
local function beyond(n, what)
  return ("%d %s beyond the 95%% limits of %s, %d of them beyond the 99.8%% limits"):format(n.beyond_95,
    n.beyond_95 == 1 and "lies" or "lie", what, n.beyond_998)
end

local function figures(t, given)
  return answered(t, { column = "rate", group = given.group, called = given.called })
end

local function target(given)
  if given.one == nil then
    return ("There is no target: no %s have figures to take it from."):format(given.called)
  end
  return ("The target is %s %s, %s."):format(core.fixed(given.one * given.per, 1), given.unit,
    given.target == "total" and ("the rate of all %s with figures together"):format(given.called) or "as given")
end

local function judged(n, given)
  local text = ("%d %s are judged"):format(n.judged, given.called)
  if n.small > 0 then
    text = text .. ("; %d with fewer than %g expected %s too small to be"):format(n.small, given.fewest,
      n.small == 1 and "is" or "are")
  end
  if n.judged > 0 then
    text = text .. (". %s; if chance were all, at most about %s and %s would"):format(beyond(n, "chance"),
      about(n.judged * 0.05), about(n.judged * 0.002))
  end
  return text .. "."
end

local function usual_spread(n, spread, given)
  if spread.tau2 == nil then
    return ("The usual spread between %s cannot be estimated: %s."):format(given.called, spread.note)
  end
  local more = spread.tau2 > 0
  return ("%s %s differ by %s than chance: variance tau2 %s on the %s scale, phi %s (%s, from %d of them). %s."):format(
    more and "The" or "Most", given.called, more and "more" or "no more", core.fixed(spread.tau2, 4),
    given.method.scale, core.fixed(spread.phi, 1), given.method.estimate, spread.n,
    beyond(n, "chance and that spread together"))
end

-- t with these sentences as notes on the columns 'columns'. 'chance' and 'wider' are lists of positions,
-- by the limits of chance and by those with the usual spread (nil without one).
function words.notes(t, given, spread, chance, wider, columns)
  local sentences = { figures(t, given), target(given), judged(tally(chance), given),
    spread and usual_spread(tally(wider), spread, given) or nil }
  for _, sentence in ipairs(sentences) do t = t:note(sentence, { columns = columns }) end
  return t
end

return words
