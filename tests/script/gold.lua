-- Values worked out elsewhere, to the last printed digit: limits of counts, proportions and ratios, and
-- the looked-after children of Leicester at 31 March 2023 against every comparator.
local foi = require "foi"
local stats = foi.stats

local function limits(answer, decimals)
  print(("%%.%df  %%.%df"):format(decimals, decimals):format(answer.lower, answer.upper))
end

-- Exact Poisson limits (Garwood 1936): x = 0, 1, 3, 9, 10.
for _, x in ipairs { 0, 1, 3, 9, 10 } do limits(stats.rate.ci.garwood_exact { count = x, exposure = 1 }, 9) end
--> 0.000000000  3.688879454
--> 0.025317808  5.571643391
--> 0.618672123  8.767273070
--> 4.115373097  17.084803451
--> 4.795388696  18.390356042

-- Byar's approximation: x = 10, 44.
for _, x in ipairs { 10, 44 } do limits(stats.rate.ci.byar_phe { count = x, exposure = 1 }, 9) end
--> 4.787449914  18.391458606
--> 31.967369337  59.069373732

-- Wilson and Clopper-Pearson.
limits(stats.prop.ci.wilson { x = 538, n = 1398 }, 9) --> 0.359678940  0.410623188
limits(stats.prop.ci.clopper_pearson { x = 538, n = 1398 }, 9) --> 0.359237413  0.410918705
limits(stats.prop.ci.wilson { x = 0, n = 20 }, 9) --> 0.000000000  0.161125158
limits(stats.prop.ci.wilson { x = 20, n = 20 }, 9) --> 0.838874842  1.000000000

-- Children looked after by group over pupils, and the same in England: an arithmetic test, since ages
-- and dates differ.
local groups = { "White", "Mixed", "Asian", "Black", "Other" }
local cases, people = { 381, 110, 69, 44, 18 }, { 18905, 4457, 27906, 5680, 1618 }
local cases_england = { 59840, 8980, 4540, 5920, 4140 }
local people_england = { 6011045, 558184, 1040541, 486517, 185355 }

local function sum(list)
  local total = 0
  for _, x in ipairs(list) do total = total + x end
  return total
end
local total, everyone = sum(cases), sum(people)
local total_england, everyone_england = sum(cases_england), sum(people_england)

-- Rate, index, and the ratio to White, to all others, to all others in England, weighted.
local weighted = stats.disproportion.weighted_risk_ratio { events = cases, children = people,
  state_children = people_england }
for i, group in ipairs(groups) do
  local beside = { count_group = cases[i], count_total = total, population_group = people[i],
    population_total = everyone }
  local others_england = stats.disproportion.ratio_to_group { count1 = cases[i], exposure1 = people[i],
    count0 = total_england - cases_england[i], exposure0 = everyone_england - people_england[i] }
  print(("%s %.6f %.6f %.6f %.6f %.6f %.6f"):format(group,
    foi.rate { count = cases[i], population = people[i] }.rate, stats.disproportion.index(beside).estimate,
    i == 1 and 1 or foi.rate_ratio { count = cases[i], population = people[i], reference_count = cases[1],
      reference_population = people[1] }.ratio,
    stats.disproportion.ratio_to_others(beside).estimate, others_england.estimate, weighted.ratio[i]))
end
--> White 201.533986 1.897595 1.000000 3.316614 1.940638 2.063149
--> Mixed 246.802782 2.323835 1.224621 2.608252 2.560681 1.471417
--> Asian 24.725865 0.232813 0.122688 0.137088 0.226981 0.127206
--> Black 77.464789 0.729390 0.384376 0.708789 0.779158 0.432698
--> Other 111.248455 1.047488 0.552008 1.048903 1.136099 0.637615

-- The rate of all, differences and excess against White, exact and Wald limits of the ratios.
print(("%.6f"):format(foi.rate { count = total, population = everyone }.rate)) --> 106.204965
for i = 2, 5 do
  local pair = { count1 = cases[i], exposure1 = people[i], count0 = cases[1], exposure0 = people[1] }
  local counts = { x1 = cases[i], n1 = people[i], x0 = cases[1], n0 = people[1] }
  local exact, wald = stats.rateratio.ci.exact_conditional(pair), stats.riskratio.ci.katz_log(counts)
  print(("%s %.2f %.2f %.6f %.6f %.6f %.6f"):format(groups[i],
    10000 * (cases[i] / people[i] - cases[1] / people[1]), stats.disproportion.excess_count(pair).estimate,
    exact.lower, exact.upper, wald.lower, wald.upper))
end
--> Mixed 45.27 20.18 0.981352 1.517822 0.993038 1.510212
--> Asian -176.81 -493.40 0.093522 0.158910 0.095001 0.158446
--> Black -124.07 -70.47 0.274685 0.526073 0.281734 0.524413
--> Other -90.29 -14.61 0.323641 0.884351 0.344999 0.883229

-- Unknown groups: 827 of 4,575 opened early help cases could belong to anyone.
local opened = { White = { 2580, 166636 }, Asian = { 516, 122470 }, Black = { 282, 20585 }, Mixed = { 302, 11580 },
  Other = { 68, 8568 } }
for _, group in ipairs { "Asian", "Black", "Mixed", "Other" } do
  limits(stats.disproportion.unknown_bounds { count1 = opened[group][1], exposure1 = opened[group][2],
    count0 = opened.White[1], exposure0 = opened.White[2], unknown = 827 }, 3)
end
--> 0.206  0.708
--> 0.670  3.480
--> 1.276  6.297
--> 0.388  6.747

-- The Department's own denominators of children looked after are ours of the mid-year before: 2,445 rows
-- under the code that both print, and 18 of two authorities whose code changed in 2023.
local looked_after = foi.dataset "england_looked_after_rates"
local populations = foi.dataset "england_children_0_17"
local beside = looked_after:join(populations:derive("estimate", populations.children)
  :select("area_code", "year_ending_march", "estimate", "published_code"), { "area_code", "year_ending_march" },
    { optional = true })
local agreeing, under_one_code, printed, recomputed = 0, 0, 0, 0
for i = 1, #beside do
  local row = beside:row(i)
  if row.published_population ~= nil and row.published_population == row.estimate then
    agreeing = agreeing + 1
    if row.area_code == row.published_code then under_one_code = under_one_code + 1 end
  end
  if row.children and row.estimate and row.published_rate then
    printed = printed + 1
    if math.floor(10000 * row.children / row.estimate + 0.5) == row.published_rate then recomputed = recomputed + 1 end
  end
end
print(agreeing, under_one_code, looked_after.published_population:marks().ok) --> 2463	2445	2463
print(recomputed, printed) --> 2443	2447
