-- The example of the README: rates from a plain CSV with made-up figures, one of them suppressed.
local foi = require "foi"

local answer = foi.read "answer.csv"
local result = answer:rate { count = "referrals", population = "children", per = 10000, people = "children" }

foi.report { title = "Referrals by area", subtitle = "Made-up figures" }
  :table(result, { columns = { "group", "referrals", "children", "rate", "rate_lower", "rate_upper" } })
