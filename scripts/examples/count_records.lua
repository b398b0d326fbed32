-- Rows of a file of records by year and branch. To count a file that is named on the command line
-- instead, whatever it is called: source = foi.files[1].
local foi = require "foi"
local loans = foi.count {
  source = "library_loans.csv",
  by = { "year", "branch" },
  where = { returned = "late" },
  period = "year",
}
foi.report { title = "Books that came back late" }:table(loans)
