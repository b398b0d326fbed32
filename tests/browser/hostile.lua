-- A report of labels that want to be more than text: markup, quotes, control and bidirectional
-- characters, ten thousand letters, spreadsheet formulas.
local foi = require "foi"

local labels = {
  "<script>alert(1)</script>", "\"><img src=x onerror=alert(2)>", "' onmouseover='alert(3)",
  "</title></svg><script>alert(4)</script>", "javascript:alert(5)", "&lt;b&gt; &amp; <b>",
  "\u{202E}txt.exe\u{202C}", "a\u{200B}b\u{FEFF}c", "مرحبا", "漢字かな", "=HYPERLINK(\"http://example.org\")",
  ("long "):rep(2000),
}
local value, lower, upper = {}, {}, {}
for i = 1, #labels do
  value[i], lower[i], upper[i] = i / 6, i / 8, i / 4
end
local t = foi.table("hostile <t>", {
  { "group", labels, title = "<th onclick=alert(6)>" },
  { "ratio", value, title = "Ratio & <i>", unit = "</span><script>alert(7)</script>", decimals = 2 },
  { "lower", lower, title = "Lower", decimals = 2, conf_level = 0.95 },
  { "upper", upper, title = "Upper", decimals = 2, conf_level = 0.95 } })
  :note "A note with <script>alert(8)</script> and [a link](javascript:alert(9))."

local cases, people = {}, {}
for i = 1, #labels do
  cases[i], people[i] = i % 2 == 0 and 20 * i or i, 1000 * i
end
local places = foi.table("hostile places", { { "area", labels, title = "<th>" }, { "cases", cases, count = true },
  { "people", people, title = "</title><b>People" } }):funnel { count = "cases", population = "people" }

-- Over years: a few lines in one chart, and all of them as panels.
local series, years, rates = {}, {}, {}
for i, label in ipairs(labels) do
  for k = 1, 3 do
    series[#series + 1], years[#years + 1], rates[#rates + 1] = label, tostring(2018 + k), (k ~= 2 or i % 3 > 0) and i + k
  end
end
local trend = foi.table("hostile years", { { "group", series, title = "</title><th>" },
  { "year", years, title = "<b>Year</b>" }, { "rate", rates, title = "<i>Rate</i>", unit = "</text><script>alert(20)</script>" },
})
local few = trend:where { group = { labels[1], labels[3], labels[6], labels[11] } }
local where, part, count = {}, {}, {}
for i = 1, 8 do
  where[i], part[i], count[i] = labels[12], labels[i], 3 * i
end
local parts = foi.table("hostile parts", { { "area", where, title = "<th>" }, { "part", part },
  { "cases", count, count = true, title = "</desc><b>" } })

local stages = foi.table("hostile stages", {
  { "stage", { labels[1], labels[1], labels[12], labels[12] }, title = "<b>Stage</b>" },
  { "group", { labels[2], labels[12], labels[2], labels[12] } }, { "divided by", { labels[3], labels[3], labels[4], labels[4] } },
  { "ratio", { 1, 2, 0.5, 3 }, title = "<script>alert(23)</script>", comparator = labels[5], decimals = 2 } })

foi.report { title = "<script>alert(10)</script>", subtitle = "\"quoted\" & <b>bold</b>",
  headline = "</p><script>alert(16)</script>" }
  :heading "<h1>heading</h1>"
  :text "Raw <script>alert(11)</script> and [a link](javascript:alert(12)) and ![a picture](http://example.org/x.png)."
  :caution "<img src=x onerror=alert(13)>"
  :note "<img src=x onerror=alert(17)>"
  :table(t, { title = "<caption>" })
  :forest(t, { value = "ratio", lower = "lower", upper = "upper", label = "group", title = "</title><script>alert(14)</script>" })
  :funnel(places, { title = "<svg onload=alert(15)>" })
  :trend(few, { by = "year", series = "group", title = "<svg onload=alert(19)>" })
  :trend(trend, { by = "year", series = "group", title = "]]><script>alert(21)</script>" })
  :ranked(t, { value = "ratio", lower = "lower", upper = "upper", label = "group", title = "<svg onload=alert(16)>",
    reference = 1, reference_name = "</text><script>alert(17)</script>", highlight = { labels[1], labels[12] } })
  :bars(t, { value = "ratio", lower = "lower", upper = "upper", by = "group", title = "<pattern onload=alert(22)>" })
  :composition(parts, { value = "cases", by = "area", series = "part", title = "url(http://example.org/x)" })
  :cascade(stages, { title = "<svg onload=alert(24)>", feeder = "divided by", group = "group" })
  :heading "Two" :heading "Three" :heading "Four" :heading "Five" :heading "</a><script>alert(18)</script>"
  :checks()
  :cannot("<b>what</b>", "<i>why</i>.")
