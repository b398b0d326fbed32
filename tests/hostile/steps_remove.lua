-- Always from the front of a long list.
-- flags: --limit-steps 1000000
-- ends: 4 L501
while true do
  local list = table.pack(("x"):rep(5000):byte(1, -1))
  while #list > 0 do table.remove(list, 1) end
end
