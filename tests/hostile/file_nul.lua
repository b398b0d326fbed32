-- A name with a byte that ends it.
-- flags:
-- ends: 2 any
require "foi".read("hostile.lua\0.csv")
