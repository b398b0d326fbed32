std = "lua54"
max_line_length = 120
files["scripts"] = { std = { globals = {}, read_globals = {
  "assert", "error", "ipairs", "math", "next", "pairs", "pcall", "print", "require", "select",
  "string", "table", "tonumber", "tostring", "type", "utf8" } } }
