-- A table of awkward cells: every mark, bounds, the smallest and the largest numbers, ties, and labels that
-- mean something to a spreadsheet, to HTML or to Markdown. tests/unit/forms_test.c reads them back.
local foi = require "foi"

local t = foi.read("made_up.csv", {
  text = { "label" },
  marks = {
    [".."] = "not_available", ["?"] = "unknown", ["not held"] = "not_held", ["refused"] = { mark = "refused", hi = 30 },
    ["exempt"] = { mark = "exempt", lo = 10 },
    ["<5"] = { mark = "suppressed", lo = 1, hi = 4 },
  },
})
local ratio = t.level / 7
local per = t.cases / 3
local none = t.part * 0 / 0

local made = foi.table("derived", {
  { "label", t.label },
  { "year", t.year },
  { "half", { "<A>", "<A>", "<A>", "<A>", "<A>", "<A>", "B & C", "B & C", "B & C", "B & C", "B & C", "B & C" } },
  { "ratio", ratio, title = "Ratio", decimals = 2 },
  { "ratio_lower", ratio * 0.9, title = "Lower", decimals = 2, conf_level = 0.95 },
  { "ratio_upper", ratio * 1.1, title = "Upper", decimals = 2, conf_level = 0.95 },
  { "per", per, title = "A third", unit = "per 3 people", measure = "made.up" },
  { "p_value", { 0, 1, 0.05, 0.00099999, 0.001, 0.0123456, 0.5, 0.123456, 1e-20, 0.00999999, 0.0999999, 0.2 } },
  { "none", none, title = "Nothing" },
  { "wide", { math.huge, -math.huge, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 } },
})

local labels = { "=1+1", "+1", "-2.5", "-2,5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "'=1", "", "95% limits" }
local harmful = foi.table("harmful", {
  { "=label", labels, title = "=2+2" }, { "n", { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 }, count = true } })

local named = made:where(function(row) return row.label end)
local parts = foi.read("made_up_parts.csv", {
  marks = { ["?"] = "unknown", c = "suppressed", ["<5"] = { mark = "suppressed", lo = 1, hi = 4 } },
  unknown = "Not known", count = { "cases", "all" } })
local shares = foi.table("shares", { { "place", { "A", "A", "B", "B" } }, { "part", { "x", "y", "x", "y" } },
  { "share", { 33.35, 66.65, 0.04, 99.96 }, title = "Share", unit = "%", decimals = 1 } })
local stages = foi.read("made_up_stages.csv", { marks = { ["<5"] = { mark = "suppressed", lo = 1, hi = 4 } } })
  :cascade { stages = { "referrals", "assessments", "plans" }, group = "group", reference = "White",
    unknown_labels = "Unknown" }

foi.report { title = "Made up" }
  :text "| a | b |\n|---|---|\n| 1 | 2 |"
  :table(t, { title = "As read" })
  :table(made, { title = "Computed | *twice*" })
  :table(t:select { "label", "cases" })
  :table(harmful)
  :forest(made, { value = "ratio", label = "label", log = false, reference = 0 })
  :forest(made, { value = "ratio", label = "label", log = false, panels = "half" })
  :ranked(made, { value = "ratio", label = "label", reference = 0.2, reference_name = "the line" })
  :cascade(stages, { title = "Hidden counts and unknown groups" })
  :ranked(made, { value = "ratio", label = "label", reference = 0.2, reference_name = "the line", panels = "half" })
  :bars(named, { value = "ratio", by = "label" })
  :bars(named, { value = "ratio", by = "label", panels = "half" })
  :composition(parts, { value = "cases", by = "place", series = "part" })
  :composition(parts, { value = "cases", by = "place", series = "part", of = "all", panels = "half" })
  :composition(shares, { value = "share", by = "place", series = "part" })
