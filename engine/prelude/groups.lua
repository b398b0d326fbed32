-- Groups of people in a table: which labels are groups, which say that the group is not known, which
-- one the others are compared with. 'given' holds the arguments of a front door: what (its name),
-- group, reference, unknown_labels.
local core = ...
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
  for i = 1, #labels do
    if labels[i] == nil then
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
  local known, lost = {}, {}
  for i = 1, #present do
    local label = present[i]
    if lists.has(unknown, label) then
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
  core.fail("D216", ("the reference group '%s' is not in column '%s'"):format(given.reference, given.group),
    near and ("did you mean '%s'?"):format(near) or "groups: " .. table.concat(labels, ", "))
end

-- Several rows of one group would count its people several times, which is refused; 'by' are the
-- columns that tell the rows apart, the group last.
function groups.check_population(what, t, name, by)
  local rows = core.count(t, by)
  for i = 1, #rows do
    if rows:row(i).rows > 1 then
      core.fail("A104", ("%s: '%s' is in %d rows, so '%s' is no population of one group"):format(what,
        tostring(rows:row(i)[by[#by]]), rows:row(i).rows, name),
        "add the events up first, choose with :where, or give the populations as a table")
    end
  end
end

-- Which rows are those of the reference group, as a list of booleans.
function groups.is_reference(t, given)
  local labels, out = t:column(given.group), {}
  for i = 1, #t do out[i] = labels[i] == given.reference end
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
  local function labels(of) return core.count(of, { given.group }):column(given.group) end
  local people, events, absent = labels(given.population), labels(source), {}
  local declared = given.population:column(given.group)
  for i = 1, #people do
    local found = people[i] == nil or people[i] == declared.totals or lists.has(lists.of(declared.unknown), people[i])
    for k = 1, #events do found = found or events[k] == people[i] end
    if not found then absent[#absent + 1] = people[i] end
  end
  if #absent == 0 then return t end
  return t:note(("There are people and no row of events for %s; %s."):format(table.concat(absent, ", "), left_out))
end

return groups
