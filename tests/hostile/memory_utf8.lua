-- Characters from numbers.
-- flags: --limit-memory 16
-- ends: 4 L502
local codes, list = {}, {}
for i = 1, 200 do codes[i] = 0x7FFFFFFF end
while true do list[#list + 1] = utf8.char(table.unpack(codes)) .. #list end
