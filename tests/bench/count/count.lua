-- Contacts that led to a child protection plan, by the columns asked for.
local foi = require "foi"
local by = {}
for name in foi.setting("by", "year,ethnicity"):gmatch "[^,]+" do by[#by + 1] = name end
local plans = foi.count { source = foi.files[1], by = by, where = { outcome = "Child protection plan" } }
foi.report { title = "Contacts that led to a child protection plan" }:table(plans)
