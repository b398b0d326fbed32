-- t:cascade: decisions one after another, each with the stage before as denominator: what share goes
-- on, how that compares with the reference group, how much of the whole difference has arisen so
-- far, and what hidden counts and unknown groups leave open.
local core = ...
local names = core.module "names"
local rates = core.module "rates"
local lists = core.module "lists"
local groups = core.module "groups"
local periods = core.module "periods"
local stages = core.module "stages"
local nesting = core.module "nesting"
local unknown = core.module "unknown"
local series = core.module "series"

local what, index, proportion = "cascade", "cascade.relative_rate_index", rates.default.proportion
local before = "the stage before"

-- A table without groups, or without series, gets one that is the same in every row, so that there is
-- one way for all.
local everyone, everything = "everyone", "everything"

local function check(options)
  names.check(what, options)
  local given = { what = what }
  for name, value in next, options do given[name] = value end
  names.need(what, given, "stages")
  if given.reference ~= nil then names.need(what, given, "group") end
  if given.count ~= nil then names.need(what, given, "stage") end
  if given.stage ~= nil then names.need(what, given, "count") end
  given.own_keys, given.own_group = lists.without(lists.of(given.within), given.group), given.group
  given.per, given.conf_level, given.limits = given.per or 100, given.conf_level or 0.95, given.limits or "risk"
  given.keys = #given.own_keys > 0 and given.own_keys or { everything }
  given.group = given.group or everyone
  given.by, given.at_stage = lists.joined(given.keys, { given.group }), lists.joined(given.keys, { "stage" })
  return given
end

local function with_labels(t, given)
  for _, key in ipairs(lists.shared(given.own_keys, t:columns())) do t = periods.labelled(t, key) end
  if #given.own_keys == 0 then t = t:derive(everything, "all") end
  return given.own_group and t or t:derive(everyone, "all")
end

-- The counts of stage i beside those of the stage before and of the first, series by series.
local function rows_of(list, i, rows, given)
  local stage, feeder, base = list[i], list[i - 1], list[list[0] and 0 or 1]
  local every = lists.filled(#rows, true)
  local function add(columns, name, title, values, feeds)
    if feeds then values = feeder and values or core.mark(stage.events, every, "not_applicable") end
    columns[#columns + 1] = core.field(values, { name = name, title = title, unit = given.unit, count = true })
  end
  local columns = {}
  for _, key in ipairs(given.keys) do columns[#columns + 1] = rows:column(key) end
  columns[#columns + 1] = core.field(core.column(lists.filled(#rows, stage.label)), { name = "stage", title = "Stage" })
  columns[#columns + 1] = rows:column(given.group)
  add(columns, "events", "Events", stage.events)
  add(columns, "at_risk", "At the stage before", feeder and feeder.events, true)
  add(columns, "base", "At the first stage", base.events, true)
  if given.has_unknown then
    add(columns, "unknown", "Of unknown group", stage.unknown)
    add(columns, "unknown_before", "Of unknown group at the stage before", feeder and feeder.unknown, true)
  end
  return core.table(what, columns, table.unpack(given.sources))
end

-- Every series, stage and known group, in that order.
local function gather(t, given)
  local list = stages.list(t, given)
  given.unit = stages.unit(list)
  local stage_labels = {}
  for i, stage in ipairs(list) do stage_labels[i] = stage.label end
  local used = given.stage and groups.rows_of(t, given.stage, stage_labels) or t
  core.comparable(used, given.keys)
  local known, lost = groups.sort_labels(used, given)
  local rows = core.count(used, given.by):where { [given.group] = known }
  given.has_unknown, given.feeder, given.base = #lost > 0, {}, (list[0] or list[1]).label
  for i = list[0] and 0 or 1, #list do
    stages.count(list[i], rows, { known = known, lost = lost }, given)
    given.feeder[list[i].label] = list[i - 1] and list[i - 1].label
  end
  local all = rows_of(list, 1, rows, given)
  for i = 2, #list do all = all:concat(rows_of(list, i, rows, given)) end
  for i = #given.keys, 1, -1 do all = all:sort(given.keys[i]) end
  return all
end

-- The reference group's counts at the same stage beside every row.
local function with_reference(all, given)
  if not given.reference then return all end
  groups.check_reference(all, given)
  local reference = groups.pick(all:where { [given.group] = given.reference }, given.at_stage, { events = "events0",
    at_risk = "at_risk0", base = "base0" })
  return all:join(reference, given.at_stage)
end

-- The results.

-- The share of 'of' that the events are, in rows without a reason against it.
local function add_share(t, all, given, name, words)
  local x, n = core.mark(all:column "events", words.reasons, "undefined"), all:column(words.of)
  local answer = names.measure(proportion) { x = x, n = n, conf_level = given.conf_level }
  return rates.add(t, rates.columns(answer, name, { title = words.title, measure = proportion, per = given.per,
    unit = given.per == 100 and "%" or "per " .. rates.grouped(given.per), denominator = words.denominator,
    decimals = 1, range = rates.range("bounds.proportion", { x = x, n = n }) }, given.conf_level), answer)
end

-- Between which numbers the share of a group lies, with up to 'more' events and people of unknown group.
local function share_range(x, n, more_x, more_n)
  local x_low, x_high = core.ends(x)
  local n_low, n_high = core.ends(n)
  if more_x then
    x_high, n_high = x_high + select(2, core.ends(more_x)), n_high + select(2, core.ends(more_n))
  end
  return rates.range_of("bounds.proportion", { x = { x_low, x_high }, n = { n_low, n_high } })
end

-- Between which numbers the ratio lies: each share by itself, because all of the unknown may have been
-- of one group at one stage and of another at the next.
local function ratio_range(all, of, reasons, more_x, more_n)
  local x = core.mark(all:column "events", reasons, "undefined")
  local x0 = core.mark(all:column "events0", reasons, "undefined")
  local share = share_range(x, all:column(of), more_x, more_n)
  local share0 = share_range(x0, all:column(of .. "0"), more_x, more_n)
  return rates.range_of("bounds.ratio", { ["1"] = { share:column "lower", share:column "upper" },
    ["0"] = { share0:column "lower", share0:column "upper" } })
end

local function add_ratio(t, all, given, name, words)
  local answer = names.measure(index) { count1 = core.mark(all:column "events", words.reasons, "undefined"),
    feeder1 = all:column(words.of), count0 = core.mark(all:column "events0", words.reasons, "undefined"),
    feeder0 = all:column(words.of .. "0"), limits = given.limits, conf_level = given.conf_level }
  local columns = rates.columns(answer, name, { title = words.title, measure = index, comparator = given.reference,
    denominator = words.denominator, decimals = 3, range = ratio_range(all, words.of, words.reasons),
    without = given.is_reference }, given.conf_level)
  columns[2], columns[3] = groups.mark_reference(columns[2], given), groups.mark_reference(columns[3], given)
  return rates.add(t, columns, answer)
end

-- Of the stage before, and of the first.
local function add_results(t, all, given, reasons)
  t = add_share(t, all, given, "rate", { title = "Share that goes on", of = "at_risk", denominator = before,
    reasons = reasons.share })
  if given.reference then
    t = add_ratio(t, all, given, "ratio", { title = "Relative rate index", of = "at_risk", denominator = before,
      reasons = reasons.ratio })
  end
  t = add_share(t, all, given, "cumulative_rate", { title = "Cumulative share", of = "base",
    denominator = given.base, reasons = reasons.cumulative })
  if not given.reference then return t end
  return add_ratio(t, all, given, "cumulative_ratio", { title = "Cumulative ratio", of = "base",
    denominator = given.base, reasons = reasons.cumulative_ratio })
end

local function columns_kept(given)
  local labels = lists.joined(given.own_keys, { "stage" })
  if given.own_group then labels = lists.joined(labels, { given.own_group }) end
  return lists.joined(labels, { "events", "at_risk" })
end

-- The share of each stage's events whose group is not known.
local function add_unknown_share(t, all, given)
  local known = core.sum(all, given.at_stage, { "events" })
  known = all:join(groups.pick(known, given.at_stage, { events = "known" }), given.at_stage)
  local x, n = all:column "unknown", known:column "known" + all:column "unknown"
  local answer = names.measure(proportion) { x = x, n = n, conf_level = given.conf_level }
  local columns = rates.columns(answer, "unknown_share", { title = "Group not known", measure = proportion, per = 100,
    unit = "%", denominator = "all events of the stage", decimals = 1,
    range = rates.range("bounds.proportion", { x = x, n = n }) }, given.conf_level)
  return rates.add(t, { columns[1] }, answer)
end

local function add_unknown_range(t, all, given, reasons)
  local answer = ratio_range(all, "at_risk", reasons, all:column "unknown", all:column "unknown_before")
  return unknown.add_range(t, "bounds.ratio", answer, given, before)
end

-- What a reader has to know.

local function share_in_words(column, i)
  local function percent(x) return core.fixed(x, 1) .. "%" end
  if column[i] then return percent(column[i]) end
  local low, high = column:bounds(i)
  return rates.between_in_words(low, high, percent) or ("not known (%s)"):format(column:mark(i))
end

-- The shares of unknown group of one series, one text a stage: "19.4% at referrals"; and whether they
-- differ.
local function unknown_by_stage(t, rows)
  local texts, first, moves, last = {}, nil, false, nil
  for _, i in ipairs(rows) do
    if t.stage[i] ~= last then
      last = t.stage[i]
      local share = share_in_words(t.unknown_share, i)
      texts[#texts + 1] = share .. " at " .. last
      first = first or share
      moves = moves or share ~= first
    end
  end
  return texts, moves
end

local function note_unknown(t, given)
  t = t:note "Events whose group is not known are in no share and no ratio."
  local moving, texts = 0, nil
  local all_series = series.rows(what, t, given.own_keys)
  for _, each in ipairs(all_series) do
    local by_stage, moves = unknown_by_stage(t, each.rows)
    if moves then moving, texts = moving + 1, by_stage end
  end
  if moving == 0 then return t end
  local where = #all_series == 1 and "is " .. lists.in_words(texts)
    or ("moves from stage to stage in %d of %d series"):format(moving, #all_series)
  return t:note(("The share of events whose group is not known %s. Where it moves, so can %s, without any change in "
    .. "what is decided%s."):format(where, given.reference and "the ratios" or "the shares",
    given.reference and ": see the lowest and highest ratio" or ""))
end

local function add_notes(t, source, given, reasons)
  local texts, any = {}, false
  for i = 1, #t do
    texts[i], any = reasons.note[i] or "", any or reasons.note[i] ~= nil
  end
  if type(given.population) == "userdata" then
    t = rates.note_shared(t, given.own_keys, given.population:columns())
    t = groups.note_absent(t, source, given, "they are not in the table")
  end
  if any then t = t:derive("note", core.field(core.column(texts), { name = "note", title = "Note" })) end
  if given.has_unknown then t = note_unknown(t, given) end
  return t:note("Each stage is taken as a part of the stage before. Counts of one period need not be the same people "
    .. "followed from stage to stage.")
end

-- Nothing to show is an error; a part that cannot be computed is a row that says so.
local function check_nesting(all, reasons)
  local first
  for i = 1, #all do
    first = first or reasons.share[i]
    if not reasons.share[i] and all.at_risk:mark(i) ~= "not_applicable" then return end
  end
  core.fail("D221", "cascade: no stage is a part of the stage before, because " .. first,
    "count the same people at every stage (children, not episodes), or give rates with t:rate{...}")
end

-- t:cascade{stages = {"referrals", "assessments", "plans"}, group, reference, population, within = {"year"},
-- per = 100, limits = "risk" | "rate"}, or with the stages in rows: t:cascade{stages = {"referred",
-- "assessed"}, stage = "decision", count = "cases", ...}. One row for each series, stage and known group,
-- with the columns events, at_risk, rate and cumulative_rate with limits; with a reference group ratio and
-- cumulative_ratio with limits; when some events have no known group, unknown_share and, with a
-- reference, unknown_lower and unknown_upper; and note where something cannot be computed.
return function(source, options)
  local given = check(options)
  stages.check(source, given)
  local t = with_labels(source, given)
  given.sources = { t }
  if type(given.population) == "userdata" then
    given.population = with_labels(given.population, given)
    given.sources[2] = given.population
  end
  local all = with_reference(gather(t, given), given)
  given.is_reference = groups.is_reference(all, given)
  local reasons = nesting.reasons(all, given)
  check_nesting(all, reasons)
  local result = add_results(all:select(columns_kept(given)), all, given, reasons)
  if given.has_unknown then result = add_unknown_share(result, all, given) end
  if given.has_unknown and given.reference then result = add_unknown_range(result, all, given, reasons.stage) end
  return add_notes(result, t, given, reasons)
end
