-- luacheck: no max line length
-- Who gave a figure: those who were asked and did not stay in the count.
local foi = require "foi"

local referrals = foi.dataset "england_referrals":where { level = "LA" }
local function in_year(year) return referrals:where { year_ending_march = year } end
local how = { column = "referrals", group = "area_code", called = "authorities" }
print(in_year("2016"):answered(how)) --> Figures from all 152 authorities.
print(in_year("2017"):answered(how)) --> Figures from 151 of 152 authorities (1 suppressed).
print(in_year("2021"):answered(how)) --> Figures from 150 of 151 authorities (1 not available).
print(in_year("2024"):answered(how)) --> Figures from 151 of 153 authorities (2 unreliable).
print(in_year("2021"):where({ area_code = "E09000012" }):answered(how)) --> Figures from 0 of 1 authorities (1 not available).

-- Several rows each: all must be figures. The groups of looked-after children are hidden in most authorities.
local care = foi.dataset "england_looked_after_by_ethnicity":where { level = "LA", year_ending_march = "2021" }
print(care:answered { column = "looked_after", group = "area_code", called = "authorities" })
--> Figures from 55 of 153 authorities, and some from 94 more (4 not applicable).
print(care:where({ group = "Total" }):answered { column = "looked_after", group = "area_code" })
--> Figures from 149 of 153 labels of 'area_code' (4 not applicable).

-- Different reasons, the gravest first; a name that is missing is no authority.
local replies = foi.read("made_up_answers.csv", { marks = { ["refused"] = "refused", ["none"] = "not_held" } })
print(replies:answered { column = "cases", group = "council", called = "councils" })
--> Figures from 1 of 5 councils, and some from 1 more (1 refused, 2 not held).
print(replies:note(replies:answered({ column = "cases", group = "council" })):notes()[1])
--> Figures from 1 of 5 labels of 'council', and some from 1 more (1 refused, 2 not held).
local function caught(given)
  local ok, e = pcall(replies.answered, replies, given)
  return ok and "no error" or e.code .. ": " .. e.message
end
print(caught { column = "cases", off = "council" }) --> A101: answered has no argument 'off'
print(caught { column = "cases" }) --> A102: answered needs 'group'
print(caught { column = "case", group = "council" }:sub(1, 4)) --> D210
