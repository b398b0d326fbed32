-- Letter 002 in ten lines: early help cases opened by ethnic group, and how that compares with the White group.
local foi = require "foi"
local help = foi.dataset "leicester_early_help_2017"
local people = foi.dataset "leicester_population_2011"
local opened = help:where { status = "opened", breakdown = "ethnicity" }
local result = opened:disproportionality {
  count = "cases", group = "group", population = people, reference = "White", per = 10000,
}
local shown = { "group", "cases", "population", "rate", "rate_lower", "rate_upper", "ratio", "ratio_lower", "ratio_upper" }
foi.report { title = "Early help cases opened" }:table(result, { columns = shown })
