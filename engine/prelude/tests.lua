-- Tests of many rows at once: each with its p-value, and with one adjusted for the number of tests.
local core = ...
local names = core.module "names"
local rates = core.module "rates"

local tests = {}

local measure = "rateratio.test.exact_conditional_central"

local methods = {
  bonferroni = "Bonferroni's method", sidak = "Sidak's method", holm = "Holm's method",
  holm_sidak = "Holm's method with Sidak's steps", hochberg = "Hochberg's method", hommel = "Hommel's method",
  BH = "the method of Benjamini and Hochberg", BY = "the method of Benjamini and Yekutieli",
  fdr_two_stage_bky = "the two-stage method of Benjamini, Krieger and Yekutieli",
}

-- The measures padjust.*, by what stands behind the point, in the order of their page.
local function known_methods()
  local out = {}
  for _, name in ipairs(core.measures) do out[#out + 1] = name:match "^padjust%.(.*)" end
  return out
end

-- The method that the argument 'adjust' names, as its measure is called ("bh" is BH), or "none".
function tests.method(what, adjust)
  local known = known_methods()
  known[#known + 1] = "none"
  for _, name in ipairs(known) do
    if name:lower() == tostring(adjust or "holm"):lower() then return name end
  end
  local near = core.nearest(tostring(adjust), known)
  core.fail("A104", ("%s: 'adjust' must be one of %s, got \"%s\""):format(what, table.concat(known, ", "),
    core.clip(adjust)), near and ("did you mean \"%s\"?"):format(near) or "they are the measures padjust.*")
end

-- What is said of n tests.
local function number_in_words(n, method)
  if n == 0 then return "No row could be tested" end
  if n == 1 then return "1 test: there is no other to adjust its p-value for" end
  return ("%d tests, those of the whole table as computed; p-values %s"):format(n, method == "none"
    and "not adjusted for their number" or ("adjusted by %s (padjust.%s)"):format(methods[method], method))
end

-- The whole table is the family of tests; rows without a p-value are no tests.
local function note_number(t, p, method)
  local n = p:marks().ok or 0
  local text, rest = number_in_words(n, method), #p - n
  if n > 0 and rest > 0 then
    text = ("%s; %d %s not tested"):format(text, rest, rest == 1 and "row is" or "rows are")
  end
  if rest > 0 then text = ("%s (%s)"):format(text, rates.marks_in_words(p)) end
  return t:note(text .. ".", { columns = method == "none" and "p_value" or { "p_value", "p_adjusted" } })
end

local function adjusted(p, method)
  local list = names.measure("padjust." .. method)({ p = p }).p_adj
  return core.field(rates.marked_like(list, p), { name = "p_adjusted", title = "p-value, adjusted",
    measure = "padjust." .. method, comparator = p.comparator, denominator = p.denominator, conf_level = 0 })
end

-- t with the columns p_value and, unless the method is "none", p_adjusted, from the two counts and
-- exposures of each row; a row with a marked count is not tested. words: comparator and denominator.
function tests.add(t, arguments, words, method)
  local p = core.field(names.measure(measure)(arguments):column "p_value", { name = "p_value", title = "p-value",
    measure = measure, comparator = words.comparator, denominator = words.denominator, conf_level = 0 })
  t = t:derive("p_value", p)
  if method ~= "none" then t = t:derive("p_adjusted", adjusted(p, method)) end
  return note_number(t, p, method)
end

return tests
