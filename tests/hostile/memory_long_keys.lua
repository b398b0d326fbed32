-- Keys that are long texts.
-- flags: --limit-memory 16
-- ends: 4 L502
local t, i = {}, 0
while true do
  i = i + 1
  t[("k"):rep(5000) .. i] = true
end
