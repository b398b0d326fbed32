-- Packed lists.
-- flags: --limit-memory 16
-- ends: 4 L502
local kept = {}
while true do kept[#kept + 1] = table.pack(1, 2, 3, table.unpack(kept, 1, math.min(#kept, 50))) end
