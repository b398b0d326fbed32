-- A measure that others are named after is a function and a branch.
local foi = require "foi"
local strata = { count1 = { 4, 9 }, exposure1 = { 100, 200 }, count0 = { 2, 5 }, exposure0 = { 120, 150 } }
print(foi.stats.mh.rateratio(strata).measure) --> mh.rateratio
print(foi.stats.mh.rateratio.test_no_cc(strata).measure) --> mh.rateratio.test_no_cc
print(select(2, pcall(foi.stats.mh, strata)).message) --> foi.stats.mh is no measure
print(select(2, pcall(function() return foi.stats.mh.rateratio.tests end)).code) --> A106
-- Words for the columns of a new table are checked.
print(select(2, pcall(foi.table, "t", { { "a", { 1 }, titel = "A" } })).hint:match("did you mean '(.-)'")) --> title
