-- What became of Freedom-of-Information requests about children's social care, by year and by authority.
-- Requests that were refused, late or never classified stay in the table and in its base.
local foi = require "foi"

local fewest = foi.setting("fewest", 30) -- requests below which an authority has no row of its own

local requests = foi.dataset "foi_requests_outcomes"
-- The collection ends on 5 March 2025: that part of a year is no year among years.
local whole = requests:where(function(row) return row.year ~= "2025" end)
local all = whole:sum "requests":row(1).requests

local by_outcome = whole:by("outcome"):sum "requests"
  :proportion { count = "requests", of = all }
  :sort("requests", { descending = true })

local function outcome(label) return by_outcome:where { outcome = label }:row(1) end
local answered, unknown = outcome "Successful", outcome "Awaiting classification"

-- By year: the outcomes that name a result, of all requests of that year.
local yearly = requests:by("year"):sum "requests"
yearly = yearly:derive("all_requests", yearly.requests, { title = "All requests", count = true })
  :select("year", "all_requests")
local results = { "Successful", "Partially successful", "Information not held", "Refused" }
local shares = requests:where { outcome = results }:by("year", "outcome"):sum "requests"
  :join(yearly, "year"):proportion { count = "requests", of = "all_requests" }
local wide = shares:pivot { rows = "year", across = "outcome", values = "percentage" }
  :join(yearly, "year")

-- By authority: the table lists every request, so an outcome without a row had none.
local councils = whole:by("authority"):sum "requests"
local function count_of(label)
  local found, rows = {}, whole:where { outcome = label }:by("authority"):sum "requests"
  for i = 1, #rows do found[rows.authority[i]] = rows.requests[i] end
  return function(row) return found[row.authority] or 0 end
end
local large = councils:where(function(row) return row.requests >= fewest end)
for _, label in ipairs { "Successful", "Partially successful", "Information not held", "Refused",
  "Awaiting classification" } do
  large = large:derive(label, count_of(label), { title = label, count = true })
end
large = large:proportion { count = "Successful", of = "requests" }

foi.report { title = "What became of the requests",
  subtitle = "Freedom-of-Information requests about children's social care on WhatDoTheyKnow, 2008 to 2024" }
  :text(("Of %s requests to %s authorities, %s%% (95%% limits %s%% to %s%%) were marked successful by the people who "
    .. "made them. %s%% were never classified: their outcome is not known, and they are part of the base."):format(
    foi.fixed(all, 0), foi.fixed(#councils, 0), foi.fixed(answered.percentage, 1),
    foi.fixed(answered.percentage_lower, 1), foi.fixed(answered.percentage_upper, 1),
    foi.fixed(unknown.percentage, 1)))
  :caution("The outcome is what the requester set, not the authority's record, and the requests are those one site and "
    .. "a list of search terms found. Seven in ten were sent to ten or more authorities at once, so requests are not "
    .. "independent and the limits are too narrow.")
  :table(by_outcome, { title = "Outcomes of all requests, 2008 to 2024" })
  :forest(by_outcome, { value = "percentage", label = "outcome", title = "Share of all requests, 2008 to 2024" })
  :table(wide, { title = "Share of each year's requests, %, and of 2025 to 5 March; "
    .. "years and outcomes without a request are [x]" })
  :table(large, { title = ("Authorities with %d or more requests, 2008 to 2024, by name; the percentage is that of "
    .. "successful ones"):format(fewest) })
  :cannot("Which authority answers best",
    "numbers of requests differ by topic and by who asks, and the outcome is unknown for many.")
