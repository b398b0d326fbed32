-- Groups of people in a table: which labels are groups, which say that the group is not known, which
-- one the others are compared with. 'given' holds the arguments of a front door: what (its name),
-- group, reference, unknown_labels.
local core = ...
local names = core.module "names"
local lists = core.module "lists"

local groups = {}

-- Columns of t under other names: pick(t, {"area"}, {cases = "cases0"}). 'called' is the table's name in
-- messages (optional).
function groups.pick(t, keep, renamed, called)
  local columns = {}
  for _, name in ipairs(keep) do columns[#columns + 1] = t:column(name) end
  for _, name in ipairs(t:columns()) do
    if renamed[name] then columns[#columns + 1] = core.field(t:column(name), { name = renamed[name] }) end
  end
  return core.table(called or "columns", columns, t)
end

-- The rows of t that have one of the labels in a column; other than with t:where there may be none.
function groups.rows_of(t, name, labels)
  local set, rows = lists.set(labels), {}
  for i, label in ipairs(core.list(t:column(name))) do
    if set[label] then rows[#rows + 1] = i end
  end
  return core.take(t, rows)
end

-- The labels that mean "group not known": given, or declared by the dataset.
local function unknown_labels(t, given)
  local labels = lists.of(given.unknown_labels or t:column(given.group).unknown)
  for _, label in ipairs(given.unknown_labels and labels or {}) do
    t:where { [given.group] = label } -- an error that lists the labels, if there is none of this name
  end
  return labels
end

-- Rows without a label could be anything, a total too: nothing is assumed.
local function check_labels(labels, given)
  for i, label in ipairs(core.list(labels)) do
    if label == false then
      core.fail("D216", ("%s: a row of '%s' has no label (%s), so its events belong to no group")
        :format(given.what, given.group, labels:mark(i)),
        "give it a label in the data, or leave the row out with :where")
    end
  end
end

local total_names = { "total", "totals", "grand total", "grand_total", "all" } -- as check C108 knows them

-- Where nothing declares a total, a group of that name would be counted beside its own parts.
local function check_total(label, given)
  if type(label) == "string" and lists.has(total_names, label:lower()) then
    core.fail("D212", ("%s: '%s' in '%s' reads like the total of the others, and no dataset says what it is"):format(
      given.what, label, given.group), ("leave it out with :where, or declare it: foi.read(path, {totals = \"%s\"}), "
      .. "or foi:totals in a datapackage.json"):format(label))
  end
end

-- The labels of known and of unknown groups that occur in t; a total is neither. 'unknown' are those
-- that mean "not known" (nil: as given, or as the dataset declares).
function groups.sort_labels(t, given, unknown)
  local totals = t:column(given.group).totals
  unknown = unknown or unknown_labels(t, given)
  local present = core.count(t, { given.group }):column(given.group)
  check_labels(present, given)
  local known, lost, is_unknown = {}, {}, lists.set(unknown)
  for _, label in ipairs(core.list(present)) do
    if is_unknown[label] then
      lost[#lost + 1] = label
    elseif label ~= totals then
      if totals == nil and #present > 1 and label ~= given.reference then check_total(label, given) end
      known[#known + 1] = label
    end
  end
  return known, lost
end

function groups.check_reference(t, given)
  local labels = t:column(given.group):labels()
  if lists.has(labels, given.reference) then return end
  local near = core.nearest(given.reference, labels)
  core.fail("D216", ("the reference group '%s' is not in column '%s'"):format(core.clip(given.reference), given.group),
    near and ("did you mean '%s'?"):format(near) or "groups: " .. table.concat(labels, ", "))
end

-- Several rows of one group would count its people several times, which is refused; 'by' are the
-- columns that tell the rows apart, the group last.
function groups.check_population(what, t, name, by)
  local order = core.count(t, by)
  for i, n in ipairs(core.list(order:column "rows")) do
    if n > 1 then
      core.fail("A104", ("%s: '%s' is in %d rows, so '%s' is no population of one group"):format(what,
        tostring(order:column(by[#by])[i]), n, name),
        names.hint_rows(t, "add the events up first, choose with :where, or give the populations as a table"))
    end
  end
end

-- Which rows are those of the reference group, as a list of booleans.
function groups.is_reference(t, given)
  local out = {}
  for i, label in ipairs(core.list(t:column(given.group))) do out[i] = label == given.reference end
  return out
end

-- The reference group's own cell: a ratio to itself is 1 by definition and has no limits.
function groups.mark_reference(column, given)
  return core.mark(column, given.is_reference, "not_applicable")
end

-- Groups with people and without a row of events: whether they had none is not known. 'left_out' says
-- what they are not in.
function groups.note_absent(t, source, given, left_out)
  if type(given.population) ~= "userdata" then return t end
  local function labels(of) return core.list(core.count(of, { given.group }):column(given.group)) end
  local declared, absent = given.population:column(given.group), {}
  local found = lists.set(lists.joined(labels(source), lists.of(declared.unknown)))
  for _, label in ipairs(labels(given.population)) do
    if label and label ~= declared.totals and not found[label] then absent[#absent + 1] = label end
  end
  if #absent == 0 then return t end
  return t:note(("There are people and no row of events for %s; %s."):format(table.concat(absent, ", "), left_out))
end

return groups
