# The same as ten_lines.lua in base R; its table is a CSV with the same columns.
help <- read.csv("datasets/leicester_early_help_2017/leicester_early_help_2017.csv")
people <- read.csv("datasets/leicester_population_2011/leicester_population_2011.csv")
opened <- subset(help, status == "opened" & breakdown == "ethnicity")
d <- merge(people, aggregate(cases ~ group, opened, sum))
white <- d[d$group == "White", ]
rate <- function(x, n) with(poisson.test(x, n), c(estimate, conf.int) * 10000)
ratio <- function(x, n) with(poisson.test(c(x, white$cases), c(n, white$population)), c(estimate, conf.int))
result <- cbind(d[c("group", "cases", "population")], t(mapply(rate, d$cases, d$population)),
                t(mapply(ratio, d$cases, d$population)))
write.csv(result, quote = FALSE, row.names = FALSE)
