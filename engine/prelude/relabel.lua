-- t:relabel: a column under other labels, by a declared table of labels or by the script's own. A label is
-- read as it is declared or not at all, and what was not read as it stands is said in a note.
local core = ...
local names = core.module "names"
local lists = core.module "lists"
local vocabulary = core.module "vocabulary"

local what = "relabel"

local function quoted(label) return "'" .. label .. "'" end

-- Items one below the other, as many as a message holds; the rest are counted.
local function listed(items)
  local out, room = {}, 3500
  for i, item in ipairs(items) do
    room = room - #item - 3
    if room < 0 then
      out[#out + 1] = ("\n  ... and %d more"):format(#items - i + 1)
      break
    end
    out[#out + 1] = "\n  " .. item
  end
  return table.concat(out)
end

-- The labels that rows have, in the order of the column.
local function present_labels(t, name)
  local column = t:column(name)
  if column.type ~= "label" then
    core.fail("D211", ("column '%s' holds numbers, not labels"):format(name),
      "codes of a plain CSV are read as labels with foi.read(path, {text = {\"" .. name .. "\"}})")
  end
  local present, out = core.count(t, { name }):column(name), {}
  for i = 1, #present do out[#out + 1] = present[i] end -- marked cells keep their mark
  return out
end

-- The labels of a column as groups of one system, and as groups of the one they are to be in.
local function read_as(v, system, given)
  local r = { v = v, system = system, found = {}, unread = {}, placed = {}, unplaced = {}, note = {} }
  for _, label in ipairs(given.present) do
    local found = vocabulary.find(v, system, label, given.fold)
    if found == nil then
      r.unread[#r.unread + 1] = label
    else
      r.found[label] = found
      r.placed[label], r.note[label] = vocabulary.place(v, system, found.group, given.to)
      if r.placed[label] == nil then r.unplaced[#r.unplaced + 1] = label end
    end
  end
  return r
end

-- How many labels would be left with such a folding.
local function left(r, fold)
  local n = 0
  for _, label in ipairs(r.unread) do
    if vocabulary.find(r.v, r.system, label, fold) == nil then n = n + 1 end
  end
  return n
end

-- The least folding that would read every label.
local function helpful_fold(r)
  local least
  for chosen = 1, 2 ^ #vocabulary.folds - 1 do
    local fold = {}
    for i, name in ipairs(vocabulary.folds) do
      if chosen // 2 ^ (i - 1) % 2 == 1 then fold[#fold + 1] = name end
    end
    if (least == nil or #fold < #least) and left(r, fold) == 0 then least = fold end
  end
  return least and '{"' .. table.concat(least, '", "') .. '"}'
end

-- How a script, or a table of labels, says what a label is.
local function how_to_declare(r)
  if r.v.own then
    local label = #r.unread[1] <= 60 and r.unread[1] or "the label"
    return ("nothing is guessed: correct the label, or declare it, using = {[%q] = \"its group\", ...}"):format(label)
  end
  return ("nothing is guessed: correct the label, or declare it by a row of %s with system \"%s\", the label, kind "
    .. "\"synonym\" or \"misspelling\" and its group (docs/reference/labels.md)"):format(r.v.name, r.system)
end

local function fail_unread(r, given)
  local known, items = vocabulary.known(r.v, r.system), {}
  for i, label in ipairs(r.unread) do
    local near = core.nearest(label, known)
    items[i] = near and ("%s (nearest: %s)"):format(quoted(label), quoted(near)) or quoted(label)
  end
  local fold = helpful_fold(r)
  local where = r.v.own and r.v.name or ("%s (%s)"):format(r.v.name, r.system)
  core.fail("D218", ("%d of %d labels of '%s' %s not in %s:%s"):format(#items, #given.present, given.column,
    #items == 1 and "is" or "are", where, listed(items)),
    fold and ("fold = %s reads them, and says so in a note"):format(fold) or how_to_declare(r))
end

local function fail_unplaced(r, given)
  local items = {}
  for i, label in ipairs(r.unplaced) do
    items[i] = quoted(label) .. (r.note[label] and ": " .. r.note[label] or "")
  end
  local goals = lists.without(vocabulary.goals(r.v, r.system), given.to)
  core.fail("D219", ("%d of %d labels of '%s' (%s) %s no group in %s:%s"):format(#items, #given.present, given.column,
    r.system, #items == 1 and "has" or "have", given.to, listed(items)), "leave them out with :where, "
    .. (#goals > 0 and "or put them into " .. table.concat(goals, ", ") or "or give a table of your own"))
end

local function fail_ambiguous(one, other, label, given)
  local function as(r)
    return r.placed[label] and quoted(r.placed[label]) or "no group of " .. given.to
  end
  local ways = ("the labels of '%s' can be read as %s or as %s"):format(given.column, one.system, other.system)
  core.fail("D219", ("%s: %s is %s in the one and %s in the other"):format(ways, quoted(label), as(one), as(other)),
    ("name the system: from = \"%s\""):format(one.system))
end

-- Does the one system come nearer to having all labels than the other?
local function nearer(one, other)
  if #one.unread ~= #other.unread then return #one.unread < #other.unread end
  return #one.unread > 0 and left(one, vocabulary.folds) < left(other, vocabulary.folds)
end

-- The one way to read the labels: in the system that is named, or in all that have every label, if these agree.
local function read_labels(v, given)
  if given.from then return read_as(v, given.from, given) end
  local best
  for _, system in ipairs(v.systems) do
    local r = read_as(v, system, given)
    if best and #best.unread == 0 and #r.unread == 0 then
      for _, label in ipairs(given.present) do
        if best.placed[label] ~= r.placed[label] then fail_ambiguous(best, r, label, given) end
      end
    elseif best == nil or nearer(r, best) then
      best = r
    end
  end
  return best
end

local in_words = { group = "a group", total = "the total", unknown = "a group that is not known" }

-- What a label is by the table of labels: in its own system, or in the one it is put into.
local function declared_role(r, label, given)
  local role = vocabulary.role(r.v, r.system, r.found[label].group)
  return role ~= "group" and role or vocabulary.role(r.v, given.to, r.placed[label])
end

-- What a label is. The dataset of the column may say so too, and a script's own table leaves it at that.
local function role_of(r, label, column, given)
  local told = column.totals == label and "total" or lists.has(lists.of(column.unknown), label) and "unknown" or nil
  if r.v.own then return told or "group" end
  local role = declared_role(r, label, given)
  if told and told ~= role then
    core.fail("D219", ("'%s' is %s by the dataset of '%s' and %s by %s"):format(label, in_words[told], column.name,
      in_words[role], r.v.name))
  end
  return role
end

-- The roles of the new labels. One that would be two things at once, or the total twice, is refused.
local function new_roles(r, column, given)
  local role, first = {}, {}
  for _, label in ipairs(given.present) do
    local new, its = r.placed[label], role_of(r, label, column, given)
    if role[new] and role[new] ~= its then
      core.fail("D219", ("'%s' is %s and '%s' is %s: both would be '%s'"):format(first[new], in_words[role[new]], label,
        in_words[its], new))
    elseif role[new] == "total" then
      core.fail("D212", ("'%s' and '%s' are both the total, and everything would be counted twice"):format(first[new],
        label), "choose one with :where first")
    end
    role[new], first[new] = its, first[new] or label
  end
  return role
end

-- The new labels that there are, in their declared order; a script's own are in that of the rows.
local function order_of(r, role, given)
  local declared, out = r.v.own and {} or vocabulary.labels(r.v, given.to), {}
  for _, label in ipairs(given.present) do declared[#declared + 1] = r.placed[label] end
  for _, label in ipairs(declared) do
    if role[label] and not lists.has(out, label) then out[#out + 1] = label end
  end
  return out
end

local function relabelled(column, r, role, order)
  local words, new = { unknown = {} }, {}
  for _, label in ipairs(order) do
    if role[label] == "total" then words.totals = label end
    if role[label] == "unknown" then words.unknown[#words.unknown + 1] = label end
  end
  for i, label in ipairs(column:labels()) do new[i] = r.placed[label] or false end
  return core.relabel(column, new, order, words)
end

local ways_of_reading = {
  { kind = "code", words = "by code" },
  { kind = "synonym", words = "by synonym" },
  { kind = "misspelling", words = "as misspelt" },
  { kind = "fold", words = "without regard to " },
}

local most_named = 20 -- of labels in a note; the others are counted

local function in_a_row(items)
  if #items <= most_named then return table.concat(items, ", ") end
  return table.concat(items, ", ", 1, most_named) .. (" and %d more"):format(#items - most_named)
end

-- Labels that were not read as they stand.
local function note_readings(t, r, given)
  for _, way in ipairs(ways_of_reading) do
    local items = {}
    for _, label in ipairs(given.present) do
      if r.found[label].kind == way.kind then
        items[#items + 1] = ("%s as %s"):format(quoted(label), quoted(r.found[label].group))
      end
    end
    local words = way.words .. (way.kind == "fold" and table.concat(given.fold, ", ") or "")
    if #items > 0 then
      t = t:note(("%d label%s of '%s' %s read %s: %s."):format(#items, #items == 1 and "" or "s", given.column,
        #items == 1 and "was" or "were", words, in_a_row(items)))
    end
  end
  return t
end

-- How the new groups came about, and what the table of labels says about them.
local function note_places(t, r, order, given)
  if r.v.own then
    return t:note(("%d labels of '%s' became %d by the script's own table."):format(#given.present, given.column,
      #order))
  end
  if r.system ~= given.to then
    t = t:note(("Labels of '%s' (%s) are put into %s by the table of labels %s."):format(given.column, r.system,
      given.to, r.v.name))
  end
  for _, label in ipairs(given.present) do
    for _, note in ipairs { r.found[label].note or "", r.note[label] or "" } do
      if note ~= "" and not lists.has(t:notes(), note) then t = t:note(note) end
    end
  end
  return t
end

local function need_system(v, given, name)
  local system = given[name]
  if system == nil or lists.has(v.systems, system) then return end
  local near = core.nearest(system, v.systems)
  core.fail("A104", ("relabel: '%s' is '%s', which is no system of %s"):format(name, system, v.name),
    (near and ("did you mean '%s'? "):format(near) or "") .. "there are " .. table.concat(v.systems, ", "))
end

local function check_fold(given)
  for _, name in ipairs(given.fold) do
    if not lists.has(vocabulary.folds, name) then
      local near = core.nearest(tostring(name), vocabulary.folds)
      core.fail("A104", ("relabel: 'fold' cannot be '%s'"):format(core.clip(name)),
        (near and ("did you mean \"%s\"? "):format(near) or "") .. "it takes " .. table.concat(vocabulary.folds, ", "))
    end
  end
end

local function check(t, options)
  names.check(what, options)
  local given = { fold = lists.of(options.fold), from = options.from, to = options.to, title = options.title }
  given.column = names.need(what, options, "column")
  given.name = options.name or given.column
  check_fold(given)
  local v = vocabulary.of(names.need(what, options, "using"))
  for _, name in ipairs { "from", "to" } do
    if v.own and given[name] then
      core.fail("A104", ("relabel: '%s' names a system, and the script's own table has none"):format(name))
    end
    need_system(v, given, name)
  end
  given.to = given.to or #v.systems == 1 and v.systems[1] or names.need(what, given, "to")
  given.present = present_labels(t, given.column)
  return v, given
end

-- t:relabel{column, using, to, from, name, fold}: the table with the labels of the column read as those of a
-- declared system and put into the groups of another.
return function(t, options)
  local v, given = check(t, options)
  local r = read_labels(v, given)
  if #r.unread > 0 then fail_unread(r, given) end
  if #r.unplaced > 0 then fail_unplaced(r, given) end
  local column = t:column(given.column)
  local role = new_roles(r, column, given)
  local order = order_of(r, role, given)
  local new = core.field(relabelled(column, r, role, order), { name = given.name, title = given.title })
  return note_places(note_readings(t:derive(given.name, new), r, given), r, order, given)
end
