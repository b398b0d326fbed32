-- Letter 002: who opened an early help case in Leicester in the 12 months to 11 September 2017?
local foi = require "foi"

local reference = foi.setting("reference", "White")
local help = foi.dataset "leicester_early_help_2017"
local people = foi.dataset "leicester_population_2011"

local opened = help:where { status = "opened", breakdown = "ethnicity" }
local result = opened:disproportionality {
  count = "cases", group = "group", population = people, reference = reference, per = 10000,
  unknown = "bounds", unknown_labels = "Information not yet obtained",
}

foi.report { title = "Who opened an early help case?", subtitle = "Leicester, 12 months to 11 September 2017" }
  :text "Cases include adults, so the population is all ages."
  :table(result, { title = "Opened cases", columns = { "group", "cases", "population", "rate", "rate_lower", "rate_upper" } })
  :table(result, { title = "Against " .. reference, columns = { "group", "ratio", "ratio_lower", "ratio_upper", "index",
    "excess", "excess_lower", "excess_upper", "unknown_lower", "unknown_upper" } })
  :forest(result, { value = "ratio", title = "Ratio to " .. reference })
