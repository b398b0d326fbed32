-- Youth justice in England and Wales: at each decision point, how likely is a child of each ethnic
-- group to be in the next stage, against a White child? The published ratios are recomputed.
local foi = require "foi"

local reference = "White"
local words = { stop_search = "Stop and search", arrest = "Arrest", remand = "Remand",
  custodial_sentence = "Custodial sentence" }
local cascade = foi.dataset("youth_justice_cascade"):derive("decision_point",
  function(row) return words[row.decision_point] end, { title = "Decision point" })

-- The feeder stage is the denominator: children of the population for stop and search and arrest,
-- children of the stage before for the rest.
local computed = cascade:by("decision_point", "period"):disproportionality {
  count = "events", group = "ethnicity", population = "at_risk", reference = reference, per = 100,
  people = "children at the stage before" }

-- Ours beside the published figures: do they agree to every printed digit?
local published = cascade:select("decision_point", "period", "ethnicity", "published_rri", "published_lower",
  "published_upper")
local both = computed:join(published, { "decision_point", "period", "ethnicity" })
local compared, worst_ratio, worst_limit = 0, 0, 0
for i = 1, #both do
  local row = both:row(i)
  if row.ethnicity ~= reference then
    compared = compared + 1
    worst_ratio = math.max(worst_ratio, math.abs(row.ratio - row.published_rri))
    worst_limit = math.max(worst_limit, math.abs(row.ratio_lower - row.published_lower),
      math.abs(row.ratio_upper - row.published_upper))
  end
end
local agree = worst_ratio < 5e-7 and worst_limit < 5e-7

-- One decision point and period a row, one column a group.
local others = computed:where { ethnicity = { "Mixed", "Asian", "Black", "Other" } }
local wide = others:pivot { rows = { "decision_point", "period" }, across = "ethnicity", values = "ratio" }

-- One row a stage and group: the last year, and the sum of three for sentences, whose counts are small.
local denominators = { [words.stop_search] = "children aged 10 to 17", [words.arrest] = "children aged 10 to 17",
  [words.remand] = "children with a remand decision",
  [words.custodial_sentence] = "children sentenced for an indictable offence" }
local function is_latest(row)
  return row.period == (row.decision_point == words.custodial_sentence and "2023 to 2025" or "2025")
end
local latest = computed:where(is_latest)
  :derive("stage", function(row) return ("%s, %s"):format(row.decision_point, row.period) end, { title = "Stage" })
  :derive("divided_by", function(row) return denominators[row.decision_point] end, { title = "Divided by" })
  :select("stage", "ethnicity", "events", "at_risk", "ratio", "ratio_lower", "ratio_upper", "divided_by")

local stops = others:where { decision_point = words.stop_search, period = "2025", ethnicity = "Black" }:row(1)

foi.report { title = "Youth justice, one decision after another",
  subtitle = "England and Wales, children aged 10 to 17; relative rate index against White children" }
  :text(("In the year ending March 2025 there were %s times as many stops and searches of Black children, for each "
    .. "child of the population, as of White children (95%% limits %s to %s)."):format(
    foi.fixed(stops.ratio, 3), foi.fixed(stops.ratio_lower, 3), foi.fixed(stops.ratio_upper, 3)))
  :text(("All %d published ratios and their exact limits were recomputed from the counts: %s."):format(compared,
    agree and "every one agrees to the published digits" or "they do not all agree, see the table"))
  :caution("Each ratio is among the children who reached the stage before; for stop and search and for arrest, among "
    .. "all children aged 10 to 17. A later ratio leaves out the disparities of earlier stages, and the stages count "
    .. "different children, so the ratios must not be multiplied. Many of them have wide limits: see the last table.")
  :cascade(latest, { group = "ethnicity", feeder = "divided_by",
    title = "Four decisions, each against White children, years ending March" })
  :table(wide, { title = "Relative rate index against White children, years ending March" })
  :forest(others:where { decision_point = words.stop_search, period = "2025" }, { value = "ratio", label = "ethnicity",
    title = "Stop and search, year ending March 2025" })
  :table(both, { title = "Recomputed and published", columns = { "decision_point", "period", "ethnicity", "events",
    "at_risk", "ratio", "ratio_lower", "ratio_upper", "published_rri", "published_lower", "published_upper" } })
  :cannot("The cumulative ratio from the population to custody",
    "the stages are not nested: the children sentenced in a year are not among those stopped in the same year's count.")
