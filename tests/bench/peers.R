# Time of one call of R's functions, in microseconds of processor time: "name microseconds function".
us <- function(expr, calls) {
  best <- Inf
  for (i in 1:3) best <- min(best, sum(system.time(eval(expr))[1:2]))
  best / calls * 1e6
}
line <- function(name, us, what) cat(name, if (is.na(us)) "skipped" else sprintf("%.3f", us), what, "\n")

if (requireNamespace("ratesci", quietly = TRUE)) {
  x <- rep(24 + 0:6, length.out = 2000)
  line("riskratio_score", us(quote(ratesci::scoreci(x, rep(73, 2000), rep(53, 2000), rep(650, 2000), contrast = "RR", skew = FALSE)), 2000), "ratesci::scoreci")
} else line("riskratio_score", NA, "ratesci")

tables <- lapply(0:6, function(i) matrix(c(24 + i, 49 - i, 53, 597), 2))
line("fisher_test", us(quote(for (i in 1:1000) fisher.test(tables[[i %% 7 + 1]])), 1000), "fisher.test")
line("poisson_test", us(quote(for (i in 1:1000) poisson.test(c(24 + i %% 7, 53), c(730.5, 6500.2))), 1000), "poisson.test")

count <- rep(2385 + 0:6, length.out = 1e5)
line("poisson_limits", us(quote({ qgamma(0.025, count); qgamma(0.975, count + 1) }), 1e5), "vectorised_qgamma")

# The rate of a table of six groups, from whole groups drawn with replacement.
groups <- data.frame(x = c(12, 5, 8, 20, 3, 9), y = c(910, 402, 377, 1200, 250, 640))
rate <- function(d, i) { drawn <- d[i, ]; sum(drawn$x) / sum(drawn$y) }
if (requireNamespace("boot", quietly = TRUE)) {
  line("bootstrap_replicate", us(quote(boot::boot(groups, rate, 20000)), 20000), "boot::boot")
} else {
  line("bootstrap_replicate", us(quote(for (i in 1:20000) rate(groups, sample.int(6, 6, TRUE))), 20000), "sample.int")
}
