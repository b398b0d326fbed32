-- Tables of labels: the groups of a system, how else they are printed, and what they are in another
-- system. A row says one thing; docs/reference/labels.md explains the kinds.
local core = ...
local lists = core.module "lists"

local vocabulary = {}

local any = "any" -- the system of labels that are no group of any: totals, groups not known
local groups = { "group", "total", "unknown" }
local spellings = { "code", "synonym", "misspelling" }
local ways = { "part", "none" }
local kinds = lists.joined(groups, lists.joined(spellings, ways))

local function wrong(v, row, text, hint)
  core.fail("D220", ("%s: the row of '%s' (%s) %s"):format(v.name, row.label, row.system, text), hint)
end

-- The branch of a tree of tables, made where there is none.
local function branch(tree, ...)
  for _, key in ipairs { ... } do
    if tree[key] == nil then tree[key] = {} end
    tree = tree[key]
  end
  return tree
end

local function check_row(v, row)
  for _, name in ipairs { "system", "label", "kind" } do
    if not row[name] then core.fail("D220", ("%s: a row has no '%s'"):format(v.name, name)) end
  end
  if not lists.has(kinds, row.kind) then
    local near = core.nearest(row.kind, kinds)
    wrong(v, row, ("has the unknown kind '%s'"):format(row.kind),
      near and ("did you mean '%s'?"):format(near) or "kinds are " .. table.concat(kinds, ", "))
  end
  if (row.group == nil) ~= (row.kind == "none") then
    wrong(v, row, row.group and "has a group and says that it has none" or "has no group")
  end
  if lists.has(groups, row.kind) and row.group ~= row.label then
    wrong(v, row, ("is a group called '%s'"):format(row.group), "a group is its own label; other labels are synonyms")
  end
end

local function add_way(v, row)
  local way = branch(v.ways, row.system, row.to or "")
  if row.to == nil or row.to == row.system then wrong(v, row, "does not say which other system it is a part of") end
  if way[row.label] then wrong(v, row, ("is in '%s' twice"):format(row.to)) end
  way[row.label] = row
end

local function add_spelling(v, row)
  local spelling = branch(v.spellings, row.system)
  if (row.to or row.system) ~= row.system then
    wrong(v, row, ("is of kind %s and of another system"):format(row.kind), "a label of another system is a part")
  end
  if spelling[row.label] then wrong(v, row, "is there twice") end
  spelling[row.label] = row
  if lists.has(groups, row.kind) then
    local list = branch(v.labels, row.system)
    list[#list + 1] = row.label
  end
end

-- The row of the group called so, in a system or among those that are in all of them.
local function group_row(v, system, group)
  local row = (v.spellings[system] or {})[group] or (v.spellings[any] or {})[group]
  return row and lists.has(groups, row.kind) and row or nil
end

-- Groups that rows name must be there: a slip in the table would otherwise be a new group.
local function check_groups(v)
  for _, row in ipairs(v.rows) do
    local way = lists.has(ways, row.kind)
    if way and not group_row(v, row.system, row.label) then
      wrong(v, row, "is put into another system and is no group of its own", "add the row of kind group")
    end
    local system = way and row.to or row.system
    if row.group and not group_row(v, system, row.group) then
      local near = core.nearest(row.group, v.labels[system] or {})
      wrong(v, row, ("names the group '%s', which %s does not have"):format(row.group, system),
        near and ("did you mean '%s'?"):format(near))
    end
  end
end

local optional = { note = true, to = true }

local function cells(t, name)
  if optional[name] and not lists.has(t:columns(), name) then return {} end
  return t:column(name)
end

-- The table of labels as it is asked for: labels of each system in their order, rows by spelling, rows
-- by the way into another system.
local function read(t, name)
  local v = { name = name, systems = {}, labels = {}, spellings = {}, ways = {}, rows = {} }
  local columns = {}
  for _, column in ipairs { "system", "label", "kind", "to", "group", "note" } do columns[column] = cells(t, column) end
  for i = 1, #t do
    local row = {}
    for column, cell in next, columns do
      if cell[i] ~= "" then row[column] = cell[i] end
    end
    check_row(v, row)
    v.rows[i] = row
    if row.system ~= any and not lists.has(v.systems, row.system) then v.systems[#v.systems + 1] = row.system end
    if lists.has(ways, row.kind) then add_way(v, row) else add_spelling(v, row) end
  end
  if #v.systems == 0 then core.fail("D220", name .. ": no row has a system of groups") end
  check_groups(v)
  return v
end

local own = "the script's own table"

-- A script's own {["old label"] = "new label"}: one system, whose groups are in the order of the rows.
local function of_script(map)
  local v = { name = own, systems = { own }, labels = { [own] = {} }, spellings = { [own] = {} }, ways = {},
    rows = {}, own = true }
  for label, group in next, map do
    if type(label) ~= "string" or type(group) ~= "string" then
      core.fail("A103", "relabel: 'using' must be a dataset, a table of labels or {[\"old label\"] = \"new label\"}")
    end
    v.spellings[own][label] = { system = own, label = label, kind = "own", group = group }
  end
  return v
end

local loaded = {} -- tables of labels by the name of their dataset

-- The vocabulary of a dataset (by name), of a table of data, or of a script's own list of pairs.
function vocabulary.of(using)
  if type(using) == "string" then
    loaded[using] = loaded[using] or read(core.dataset(using), using)
    return loaded[using]
  end
  if type(using) == "table" then return of_script(using) end
  return read(using, tostring(using):match "^table (.-): %d+ rows" or "the table of labels")
end

-- All labels that a system knows, for hints; in an order that lasts.
function vocabulary.known(v, system)
  local out = {}
  for _, name in ipairs { system, any } do
    for label in next, v.spellings[name] or {} do out[#out + 1] = label end
  end
  table.sort(out)
  return out
end

-- What is not seen when labels are compared, where the script asks for it.
local folds = {
  case = string.lower,
  space = function(s) return (s:gsub("\xC2\xA0", " "):gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "")) end,
  dash = function(s) return (s:gsub("\xE2\x80[\x90-\x95]", "-"):gsub("\xE2\x88\x92", "-")) end,
}
vocabulary.folds = { "case", "space", "dash" }

local function folded(text, fold)
  for _, name in ipairs(fold) do text = folds[name](text) end
  return text
end

-- The one group whose spellings are the same as 'label' but for what is folded; nil when there are none or several.
local function find_folded(v, system, label, fold)
  local wanted, found = folded(label, fold), nil
  for _, known in ipairs(vocabulary.known(v, system)) do
    if folded(known, fold) == wanted then
      local row = vocabulary.find(v, system, known)
      if found and found.group ~= row.group then return nil end
      found = row
    end
  end
  return found and { kind = "fold", group = found.group }
end

-- What a label is in a system: {kind, group}; nil when it is not declared there. 'fold' (optional) is a
-- list of vocabulary.folds.
function vocabulary.find(v, system, label, fold)
  local row = (v.spellings[system] or {})[label] or (v.spellings[any] or {})[label]
  if row == nil and fold and #fold > 0 then return find_folded(v, system, label, fold) end
  return row
end

-- Is a group of the system a group, the total, or a group that is not known?
function vocabulary.role(v, system, group)
  local row = group_row(v, system, group)
  return row and row.kind or "group"
end

-- The group of 'to' that a group of 'system' is a part of, and the note of the table of labels; nil and the
-- reason (optional) when there is none. Totals and groups not known stay what they are.
function vocabulary.place(v, system, group, to)
  if system == to then return group end
  local way = ((v.ways[system] or {})[to] or {})[group]
  if way then return way.group, way.note end
  if vocabulary.role(v, system, group) ~= "group" then return group end
  local parts = 0
  for _, back in next, (v.ways[to] or {})[system] or {} do
    if back.group == group then parts = parts + 1 end
  end
  return nil, parts > 1 and ("it is %d groups there, and its figure cannot be divided"):format(parts) or nil
end

-- The other systems into which groups of a system can be put.
function vocabulary.goals(v, system)
  local out = {}
  for _, to in ipairs(v.systems) do
    if (v.ways[system] or {})[to] then out[#out + 1] = to end
  end
  return out
end

-- The groups of a system in their order, and then those that are in every system.
function vocabulary.labels(v, system)
  return lists.joined(v.labels[system] or {}, v.labels[any] or {})
end

return vocabulary
