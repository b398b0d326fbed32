-- Letter 003: referrals by ethnicity, assessments and their outcomes. The figures were in an
-- attachment that is not part of the letter, so every question ends with the reason.
local foi = require "foi"

local requests = foi.dataset "leicester_referrals_by_ethnicity"

local report = foi.report { title = "Referrals by ethnicity, assessments and outcomes",
  subtitle = "Leicester City Council, years 2017/18 to \"2021\"" }
  :text("The council answered with an attached file. The attachment is missing from the published letter, so there "
    .. "is nothing to compute. The council neither refused nor said that it does not hold the figures.")

report:caution("The request names the years 2017/18, 2018/19, 2019/20 and \"2021\". The last can mean the year "
    .. "2020/21, the calendar year 2021 or the year 2021/22; it must be settled before any figure is compared between "
    .. "years.")
for _, asked in ipairs(requests.asked:labels()) do
  report:cannot(asked, "the figures are in an attachment that is not part of the letter (attachment missing).")
end

report:table(requests:select("question", "asked", "year_label", "period_ambiguous", "status", "value"),
    { title = "What was asked, and its status" })
  :text("Once the attachment is typed in, each stage can be compared by group: referred, assessed if referred, outcome "
    .. "if assessed. The share of children of unknown ethnicity differs by stage and has to be shown with it.")
