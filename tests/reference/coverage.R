# Coverage of every interval, worked out anew (two minutes):
#   Rscript tests/reference/coverage.R > tests/reference/coverage.csv
#
# An independent reckoning in R of what tests/unit/coverage_test.c finds with this program. Where a
# method comes from a test (score, exact, mid-P, likelihood) no limit is computed at all: the truth
# is held when the test does not reject it. The others are their published formula. Outcomes are
# enumerated by expand.grid with dbinom, dpois and factorials. Needs nothing but R itself.

levels <- c(0.95, 0.998)
rounding <- function(t) 1e-10 * pmax(abs(t), 1e-2)
# TRUE, FALSE, or NA where the interval does not exist
within <- function(lower, upper, t) {
  held <- lower - rounding(t) <= t & t <= upper + rounding(t)
  held[is.na(lower) | is.na(upper)] <- NA
  held
}
both <- function(p, a) p >= a / 2 * (1 - 1e-9)  # a tail that is not below alpha/2

# --- outcomes ---------------------------------------------------------------------------------

poisson_counts <- function(means) 0:qpois(1e-13, max(means), lower.tail = FALSE)
dmulti <- function(x, p) exp(lfactorial(rowSums(x)) - rowSums(lfactorial(x)) + x %*% log(p))
parts <- function(n, k) {
  if (k == 1) return(matrix(n, 1, 1))
  do.call(rbind, lapply(0:n, function(x) cbind(x, parts(n - x, k - 1))))
}

# A space is list(x = counts by outcome, p = function(point) probabilities, points, size).
pairs_of <- function(list1, list2) unlist(lapply(list1, function(a) lapply(list2, function(b) c(a, b))), FALSE)

binomial_space <- function(n, points) {
  x <- as.matrix(expand.grid(lapply(n, function(k) 0:k)))
  list(x = x, size = n, points = points, p = function(pt)
    Reduce(`*`, lapply(seq_along(n), function(i) dbinom(x[, i], n[i], pt[i]))))
}
poisson_space <- function(size, means) {
  top <- lapply(seq_along(size), function(i) poisson_counts(sapply(means, `[`, i)))
  x <- as.matrix(expand.grid(top))
  most <- sapply(seq_along(size), function(i) max(sapply(means, `[`, i)))
  list(x = x, size = size, points = means, p = function(pt)
    Reduce(`*`, lapply(seq_along(pt), function(i) dpois(x[, i], pt[i]))))
}
multinomial_space <- function(n, points) {
  x <- parts(n, length(points[[1]]))
  list(x = x, size = n, points = points, p = function(pt) as.vector(dmulti(x, pt)))
}

# holds(x, size, truth, alpha): TRUE, FALSE or NA for every outcome.
coverage <- function(spaces, truth, holds, alpha) {
  held <- none <- NULL
  for (s in spaces) for (pt in s$points) {
    h <- holds(s$x, s$size, truth(pt, s$size, s$x), alpha)
    p <- s$p(pt)
    held <- c(held, sum(p[!is.na(h) & h]))
    none <- c(none, sum(p[is.na(h)]))
  }
  c(min(held), mean(held), mean(none))
}

cat("question,method,conf_level,minimum,mean,no_answer,source\n")
write_line <- function(question, method, level, v, source)
  cat(sprintf("\"%s\",%s,%s,%.8f,%.8f,%.8f,\"%s\"\n", question, method, format(level), v[1], v[2], v[3], source))
INVERSION <- "R 4.2.2: outcomes whose test does not reject the truth"
FORMULA <- "R 4.2.2: limits by the published formula"
HULL <- "R 4.2.2: truths between two values that the test does not reject"
report <- function(question, spaces, truth, methods) {
  for (m in names(methods)) for (level in levels) {
    f <- methods[[m]]
    source <- if (is.null(attr(f, "source"))) FORMULA else attr(f, "source")
    write_line(question, m, level, coverage(spaces, truth, f, 1 - level), source)
  }
}
inverted <- function(f) structure(f, source = INVERSION)
hull <- function(f) structure(f, source = HULL)
z_of <- function(a) qnorm(a / 2, lower.tail = FALSE)

# --- one proportion ---------------------------------------------------------------------------

wilson_limits <- function(x, n, z) {
  h <- x / n
  list(l = (2 * x + z^2 - z * sqrt(z^2 + 4 * x * (1 - h))) / (2 * (n + z^2)),
       u = (2 * x + z^2 + z * sqrt(z^2 + 4 * x * (1 - h))) / (2 * (n + z^2)))
}
ends <- function(x, n, l, u) list(l = ifelse(x == 0, 0, l), u = ifelse(x == n, 1, u))
one <- function(f) function(x, size, t, a) f(x[, 1], size[1], t, a)
wilson <- inverted(one(function(x, n, p, a) abs(x / n - p) <= z_of(a) * sqrt(p * (1 - p) / n) + 1e-12))
binomial_tails <- function(x, n, p, share)
  cbind(pbinom(x - 1, n, p) + share * dbinom(x, n, p), pbinom(x, n, p, lower.tail = FALSE) + share * dbinom(x, n, p))
accepts_binomial <- function(x, n, p, a, share) {
  tails <- binomial_tails(x, n, p, share)
  both(tails[, 1], a) & both(tails[, 2], a)
}
acceptability <- function(x, n, p) {
  tails <- pmin(pbinom(0:n, n, p), pbinom((0:n) - 1, n, p, lower.tail = FALSE))
  pr <- dbinom(0:n, n, p)
  sum(pr[tails <= tails[x + 1] * (1 + 1e-9)])
}
blaker_memory <- new.env()
blaker <- hull(one(function(x, n, p, a) {
  grid <- seq(0.0005, 0.9995, 0.0005)
  key <- paste(n)
  if (is.null(blaker_memory[[key]]))
    blaker_memory[[key]] <- sapply(grid, function(q) sapply(0:n, acceptability, n = n, p = q))
  sapply(x, function(k) {
    fine <- blaker_memory[[key]][k + 1, ] >= a
    acceptability(k, n, p) >= a || (any(fine[grid < p]) && any(fine[grid > p])) ||
      (k == 0 && any(fine[grid > p])) || (k == n && any(fine[grid < p]))
  })
}))
log_likelihood <- function(x, n, p) ifelse(x == 0, 0, x * log(p)) + ifelse(x == n, 0, (n - x) * log(1 - p))

proportion_methods <- list(
  prop.ci.wilson = wilson,
  prop.ci.wilson_cc = inverted(one(function(x, n, p, a)
    abs(x / n - p) - 1 / (2 * n) <= z_of(a) * sqrt(p * (1 - p) / n) + 1e-12)),
  prop.ci.clopper_pearson = inverted(one(function(x, n, p, a) accepts_binomial(x, n, p, a, 1))),
  prop.ci.midp = inverted(one(function(x, n, p, a) accepts_binomial(x, n, p, a, 0.5))),
  prop.ci.jeffreys_equal_tailed = one(function(x, n, p, a) within(
    qbeta(a / 2, x + .5, n - x + .5), qbeta(1 - a / 2, x + .5, n - x + .5), p)),
  prop.ci.jeffreys_bcd_boundary = one(function(x, n, p, a) {
    e <- ends(x, n, qbeta(a / 2, x + .5, n - x + .5), qbeta(1 - a / 2, x + .5, n - x + .5))
    within(e$l, e$u, p)
  }),
  prop.ci.jeffreys_binom_pkg_onesided_at_boundary = one(function(x, n, p, a) within(
    ifelse(x == 0, 0, qbeta(ifelse(x == n, a, a / 2), x + .5, n - x + .5)),
    ifelse(x == n, 1, qbeta(1 - ifelse(x == 0, a, a / 2), x + .5, n - x + .5)), p)),
  prop.ci.blaker = blaker,
  prop.ci.likelihood_ratio = inverted(one(function(x, n, p, a)
    2 * (log_likelihood(x, n, x / n) - log_likelihood(x, n, p)) <= qchisq(1 - a, 1))),
  prop.ci.arcsine = one(function(x, n, p, a) {
    m <- asin(sqrt((x + 3 / 8) / (n + 3 / 4))); h <- z_of(a) / (2 * sqrt(n))
    e <- ends(x, n, sin(pmax(m - h, 0))^2, sin(pmin(m + h, pi / 2))^2)
    within(e$l, e$u, p)
  }),
  prop.ci.logit = one(function(x, n, p, a) {
    m <- ifelse(x == 0 | x == n, NA, qlogis(x / n)); h <- z_of(a) * sqrt(n / (x * (n - x)))
    within(plogis(m - h), plogis(m + h), p)
  }),
  prop.ci.agresti_coull_untruncated = one(function(x, n, p, a) {
    z <- z_of(a); m <- (x + z^2 / 2) / (n + z^2); h <- z * sqrt(m * (1 - m) / (n + z^2))
    within(m - h, m + h, p)
  }),
  prop.ci.wald_untruncated = one(function(x, n, p, a) {
    h <- z_of(a) * sqrt(x / n * (1 - x / n) / n)
    within(x / n - h, x / n + h, p)
  }),
  prop.ci.wilson_phe_proportion = wilson)
proportions <- lapply(c(5, 17, 60), binomial_space, points = as.list(0.01 + 0.03 * 0:32))
report("One proportion", proportions, function(pt, size, x) pt, proportion_methods)

# --- one rate ---------------------------------------------------------------------------------

# f(count, mean, alpha) in events
events <- function(f) structure(function(x, size, t, a) f(x[, 1], t * size[1], a), source = attr(f, "source"))
accepts_poisson <- function(x, m, a, share)
  both(ppois(x - 1, m) + share * dpois(x, m), a) & both(ppois(x, m, lower.tail = FALSE) + share * dpois(x, m), a)
garwood <- inverted(function(x, m, a) accepts_poisson(x, m, a, 1))
poisson_midp <- inverted(function(x, m, a) accepts_poisson(x, m, a, 0.5))
byar_limits <- function(x, a) {
  z <- z_of(a)
  l <- x * (1 - 1 / (9 * x) - z / (3 * sqrt(x)))^3
  l[x == 0] <- NA
  list(l = ifelse(l < 0, NA, l), u = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * sqrt(x + 1)))^3)
}
garwood_limits <- function(x, a) list(l = qgamma(a / 2, x), u = qgamma(1 - a / 2, x + 1))
byar <- function(x, m, a) { b <- byar_limits(x, a); within(b$l, b$u, m) }
small_exact <- function(x, m, a) ifelse(x < 10, garwood(x, m, a), byar(x, m, a))
jeffreys <- function(x, m, a) within(ifelse(x == 0, 0, qgamma(a / 2, x + .5)), qgamma(1 - a / 2, x + .5), m)
log_wald <- function(x, m, a) {
  f <- ifelse(x == 0, NA, exp(z_of(a) / sqrt(x)))
  within(x / f, x * f, m)
}
rate_methods <- list(
  rate.ci.garwood_exact = garwood,
  rate.ci.byar_phe = byar,
  "rate.ci.phe_rate_exact_below_10_byar_otherwise multiplier=1" = small_exact,
  rate.ci.midp_exact = poisson_midp,
  rate.ci.score_rao = inverted(function(x, m, a) abs(x - m) <= z_of(a) * sqrt(m) + 1e-12),
  rate.ci.jeffreys_zero_boundary = jeffreys,
  rate.ci.jeffreys_gamma_no_boundary = function(x, m, a) within(qgamma(a / 2, x + .5), qgamma(1 - a / 2, x + .5), m),
  rate.ci.anscombe_sqrt = function(x, m, a) {
    r <- sqrt(x + 3 / 8); h <- z_of(a) / 2
    within(pmax(0, pmax(r - h, 0)^2 - 3 / 8), (r + h)^2 - 3 / 8, m)
  },
  rate.ci.vandenbroucke_sqrt = function(x, m, a) {
    z <- z_of(a); r <- sqrt(x + (z^2 + 2) / 12)
    within(ifelse(x == 0, 0, pmax(r - z / 2, 0)^2), (r + z / 2)^2, m)
  },
  rate.ci.byar_rothman_half = function(x, m, a) {
    y <- x + .5; z <- z_of(a)
    within(y * (1 - 1 / (9 * y) - z / (3 * sqrt(y)))^3, y * (1 - 1 / (9 * y) + z / (3 * sqrt(y)))^3, m)
  },
  rate.ci.wald = function(x, m, a) within(x - z_of(a) * sqrt(x), x + z_of(a) * sqrt(x), m),
  rate.ci.wald_truncated_at_zero = function(x, m, a) within(pmax(0, x - z_of(a) * sqrt(x)), x + z_of(a) * sqrt(x), m),
  rate.ci.daly_gamma_onesided_at_zero = function(x, m, a) ifelse(x == 0, m <= -log(a), garwood(x, m, a)))
rate_means <- as.list(c(0.1, 0.3, 0.7, 1.1, 1.6, 2.2, 2.9, 3.5, 4.2, 5.3, 6.4, 7.8, 9.4, 11.3, 13.6, 16.4, 19.7,
                        23.7, 28.5, 34.2))
rate_spaces <- list(poisson_space(3.7, rate_means))
rate_truth <- function(pt, size, x) pt / size[1]
report("One rate", rate_spaces, rate_truth, lapply(rate_methods, events))

stretched <- function(o, v, a, limits) {
  k <- sqrt(v / o); b <- limits(o, a)
  list(l = ifelse(o == 0, 0, o + k * (b$l - o)), u = ifelse(o == 0, NA, o + k * (b$u - o)))
}
repeated_spaces <- list(poisson_space(c(6.3, 6.3), pairs_of(c(1.9, 4.2, 11.3), c(0.7, 2.1, 5.3))))
report("One rate of events that repeat in the same people", repeated_spaces,
       function(pt, size, x) (pt[1] + 3 * pt[2]) / size[1],
       list(rate.ci.nonindependent_events = function(x, size, t, a) {
         b <- stretched(x[, 1] + 3 * x[, 2], x[, 1] + 9 * x[, 2], a, garwood_limits)
         within(b$l / size[1], b$u / size[1], t)
       }))

report("Observed over expected events", rate_spaces, rate_truth, lapply(list(
  smr.ci.exact = garwood, smr.ci.byar_phe = byar, smr.ci.midp = poisson_midp, smr.ci.log_wald = log_wald,
  smr.ci.vandenbroucke = function(x, m, a) {
    h <- z_of(a) / 2
    within(pmax(sqrt(x) - h, 0)^2, (sqrt(x) + h)^2, m)
  }), events))

indirect_spaces <- list(poisson_space(c(2.3, 1.4), lapply(c(0.1, 0.3, 0.5, 0.8, 1, 1.3, 1.9, 2.6),
                                                          function(r) r * c(6.9, 1.4))))
total <- function(f, scale) structure(function(x, size, t, a) f(x[, 1] + x[, 2], t * 8.3 / scale, a),
                                      source = attr(f, "source"))
report("Indirectly standardised ratio", indirect_spaces, function(pt, size, x) pt[2] / 1.4, list(
  isr.indirect_ratio_phe = total(small_exact, 1), isr.indirect_log_wald = total(log_wald, 1)))
report("Indirectly standardised rate", indirect_spaces, function(pt, size, x) 2 * pt[2] / 1.4, list(
  "isr.indirect_rate_phe" = total(small_exact, 2)))

# --- two rates --------------------------------------------------------------------------------

rates_size <- c(3.7, 9.1)
rates_grid <- function(ratios) lapply(pairs_of(ratios, c(0.7, 2.3, 4.2, 7.1, 11.3)),
                                      function(k) c(k[1] * k[2] * 3.7 / 9.1, k[2]))
rates_spaces <- list(poisson_space(rates_size, rates_grid(c(0.25, 0.6, 1, 1.7, 4))))
ratio_truth <- function(pt, size, x) pt[1] / size[1] / (pt[2] / size[2])
# f(x, n, p, alpha) for the share of group 1 in all events; no answer without any
shared <- function(f, share) structure(function(x, size, t, a) {
  n <- x[, 1] + x[, 2]
  h <- f(x[, 1], n, share(t, size), a)
  h[n == 0] <- NA
  h
}, source = INVERSION)
of_ratio <- function(t, size) t * size[1] / (t * size[1] + size[2])
exact_share <- function(x, n, p, a) accepts_binomial(x, n, p, a, 1)
wilson_share <- function(x, n, p, a) abs(x - n * p) <= z_of(a) * sqrt(n * p * (1 - p)) + 1e-12
log_ratio <- function(x, y, size, t, a) {
  h <- z_of(a) * sqrt(1 / x + 1 / y); r <- x / size[1] / (y / size[2])
  r[x == 0 | y == 0] <- NA
  within(r * exp(-h), r * exp(h), t)
}
jeffreys_parts <- function(x, a) list(m = qgamma(.5, x + .5), l = qgamma(a / 2, x + .5), u = qgamma(1 - a / 2, x + .5))
# Fieller's form of square and add: where (p1 - t p0)^2 = (distance of p1)^2 + t^2 (distance of p0)^2
mover_holds <- function(m1, l1, u1, m0, l0, u0, t) {
  above <- m1 - t * m0  # positive: the truth lies below the ratio of the middles
  ifelse(above >= 0, above^2 <= (m1 - l1)^2 + t^2 * (u0 - m0)^2, above^2 <= (u1 - m1)^2 + t^2 * (m0 - l0)^2)
}
report("Ratio of two rates", rates_spaces, ratio_truth, list(
  rateratio.ci.exact_conditional = shared(exact_share, of_ratio),
  rateratio.ci.midp_conditional = shared(function(x, n, p, a) accepts_binomial(x, n, p, a, 0.5), of_ratio),
  rateratio.ci.score = shared(wilson_share, of_ratio),
  rateratio.ci.wald_log = function(x, size, t, a) log_ratio(x[, 1], x[, 2], size, t, a),
  rateratio.ci.wald_log_plus_half = function(x, size, t, a) log_ratio(x[, 1] + .5, x[, 2] + .5, size, t, a),
  rateratio.ci.mover_jeffreys = function(x, size, t, a) {
    p <- jeffreys_parts(x[, 1], a); q <- jeffreys_parts(x[, 2], a); t <- t * size[1] / size[2]
    mover_holds(p$m, p$l, p$u, q$m, q$l, q$u, t)
  },
  disproportion.ratio_to_group = shared(exact_share, of_ratio)))
report("Ratio of a group's rate to that of all others", rates_spaces, ratio_truth, list(
  disproportion.ratio_to_others = shared(exact_share, of_ratio)))

four <- function(size, grid) list(poisson_space(size, grid))
repeated_grid <- apply(expand.grid(c(1.6, 3.1), c(0.7, 1.9), c(1.6, 3.1), c(0.7, 1.9)), 1, identity, simplify = FALSE)
repeated_groups <- four(c(6.3, 6.3, 2.9, 2.9), repeated_grid)
report("Ratio of two rates of events that repeat in the same people", repeated_groups,
       function(pt, size, x) (pt[1] + 3 * pt[2]) / 6.3 / ((pt[3] + 3 * pt[4]) / 2.9),
       list(rateratio.ci.nonindependent_events = function(x, size, t, a) {
         o1 <- x[, 1] + 3 * x[, 2]; o0 <- x[, 3] + 3 * x[, 4]
         h <- z_of(a) * sqrt((x[, 1] + 9 * x[, 2]) / o1^2 + (x[, 3] + 9 * x[, 4]) / o0^2)
         r <- ifelse(o1 == 0 | o0 == 0, NA, o1 / 6.3 / (o0 / 2.9))
         within(r * exp(-h), r * exp(h), t)
       }))

all_rate <- function(pt, size) sum(pt) / sum(size)
report("Ratio of a group's rate to that of everybody", rates_spaces,
       function(pt, size, x) pt[1] / size[1] / all_rate(pt, size),
       list(disproportion.ratio_to_total = shared(exact_share, function(t, size) t * size[1] / sum(size))))

difference_truth <- function(pt, size, x) pt[1] / size[1] - pt[2] / size[2]
# Constrained estimates by their likelihood equation, a quadratic in r0.
rate_score <- inverted(function(x, size, t, a) {
  e1 <- size[1]; e0 <- size[2]; x1 <- x[, 1]; x0 <- x[, 2]
  # (e1 + e0) r0^2 + ((e1 + e0) t - x1 - x0) r0 - x0 t = 0
  b <- (e1 + e0) * t - x1 - x0
  r0 <- (-b + sqrt(pmax(b^2 + 4 * (e1 + e0) * x0 * t, 0))) / (2 * (e1 + e0))
  r0 <- pmax(r0, 0, -t); r1 <- pmax(r0 + t, 0)
  (x1 / e1 - x0 / e0 - t)^2 <= z_of(a)^2 * (r1 / e1 + r0 / e0) * (1 + 1e-9) + 1e-14
})
report("Difference of two rates", rates_spaces, difference_truth, list(
  ratediff.ci.score = rate_score,
  ratediff.ci.mover_jeffreys = function(x, size, t, a) {
    p <- jeffreys_parts(x[, 1], a); q <- jeffreys_parts(x[, 2], a); e1 <- size[1]; e0 <- size[2]
    d <- p$m / e1 - q$m / e0
    within(d - sqrt(((p$m - p$l) / e1)^2 + ((q$u - q$m) / e0)^2),
           d + sqrt(((p$u - p$m) / e1)^2 + ((q$m - q$l) / e0)^2), t)
  },
  ratediff.ci.wald = function(x, size, t, a) {
    d <- x[, 1] / size[1] - x[, 2] / size[2]; h <- z_of(a) * sqrt(x[, 1] / size[1]^2 + x[, 2] / size[2]^2)
    within(d - h, d + h, t)
  },
  "disproportion.rate_difference per=1" = rate_score))
report("A group's share of the events", rates_spaces, function(pt, size, x) pt[1] / sum(pt), list(
  disproportion.composition = shared(wilson_share, function(t, size) t)))
# Given the count, the excess is a function of the ratio: without events it has no limits.
report("Events beyond the comparison rate", rates_spaces, ratio_truth, list(
  disproportion.excess_count = structure(function(x, size, t, a) {
    h <- shared(exact_share, of_ratio)(x, size, t, a)
    h[x[, 1] == 0] <- NA
    h
  }, source = INVERSION)))
report("Events at the comparison rate", rates_spaces, function(pt, size, x) pt[2], list(
  disproportion.parity_count = inverted(function(x, size, t, a) garwood(x[, 2], t, a))))
# The ranks are held unless the two exact intervals are apart the wrong way round.
joint_ranks <- function(level_of) function(x, size, t, a) {
  each <- level_of(a)
  l1 <- qgamma(each / 2, x[, 1]) / size[1]; u1 <- qgamma(1 - each / 2, x[, 1] + 1) / size[1]
  l0 <- qgamma(each / 2, x[, 2]) / size[2]; u0 <- qgamma(1 - each / 2, x[, 2] + 1) / size[2]
  if (t > 1) u1 >= l0 else u0 >= l1
}
report("Ranks of two rates, both at once", list(poisson_space(rates_size, rates_grid(c(0.25, 0.6, 1.7, 4)))),
       ratio_truth, list(rank.ci.rates = joint_ranks(function(a) 1 - sqrt(1 - a)),
                         "rank.ci.rates together=bonferroni" = joint_ranks(function(a) a / 2)))

# --- two proportions --------------------------------------------------------------------------

p_grid <- c(0.04, 0.11, 0.23, 0.38, 0.5, 0.62, 0.81, 0.93)
group_spaces <- lapply(list(c(13, 29), c(29, 7)), binomial_space, points = pairs_of(p_grid, p_grid))
risk_ratio_truth <- function(pt, size, x) pt[1] / pt[2]
groups <- function(f) structure(function(x, size, t, a) f(x[, 1], size[1], x[, 2], size[2], t, a),
                    source = attr(f, "source"))
katz_se <- function(x1, n1, x0, n0) sqrt(1 / x1 - 1 / n1 + 1 / x0 - 1 / n0)
around <- function(r, se, t, a, missing = FALSE) {
  r[missing] <- NA
  h <- z_of(a) * se
  within(r * exp(-h), r * exp(h), t)
}
# p0 most likely under p1 = t p0 (a quadratic)
risk_score <- function(correct) inverted(groups(function(x1, n1, x0, n0, t, a) {
  n <- n1 + n0; A <- n * t; B <- -(n1 * t + x1 + n0 + x0 * t); C <- x1 + x0
  p0 <- (-B - sqrt(pmax(B^2 - 4 * A * C, 0))) / (2 * A)
  p0 <- pmin(p0, 1, 1 / t); p1 <- pmin(t * p0, 1)
  v <- (p1 * (1 - p1) / n1 + t^2 * p0 * (1 - p0) / n0) * (if (correct) n / (n - 1) else 1)
  (x1 / n1 - t * x0 / n0)^2 <= z_of(a)^2 * v * (1 + 1e-9) + 1e-14
}))
wilson_mover <- function(scale) function(x1, n1, x0, n0, t, a) {
  z <- z_of(a); w1 <- wilson_limits(x1, n1, z); w0 <- wilson_limits(x0, n0, z)
  mover_holds(scale(x1 / n1), scale(w1$l), scale(w1$u), scale(x0 / n0), scale(w0$l), scale(w0$u), t)
}
report("Ratio of two proportions", group_spaces, risk_ratio_truth, lapply(list(
  riskratio.ci.katz_log = function(x1, n1, x0, n0, t, a)
    around(x1 / n1 / (x0 / n0), katz_se(x1, n1, x0, n0), t, a, x1 == 0 | x0 == 0),
  riskratio.ci.adjusted_log_walter = function(x1, n1, x0, n0, t, a)
    around((x1 + .5) / (n1 + .5) / ((x0 + .5) / (n0 + .5)), katz_se(x1 + .5, n1 + .5, x0 + .5, n0 + .5), t, a),
  riskratio.ci.small_sample_adjusted_jewell = function(x1, n1, x0, n0, t, a)
    around(x1 / n1 / ((x0 + 1) / (n0 + 1)), katz_se(x1, n1, x0, n0), t, a, x1 == 0 | x0 == 0)), groups))
report("Ratio of two proportions", group_spaces, risk_ratio_truth, list(
  riskratio.ci.koopman_score = risk_score(FALSE), riskratio.ci.miettinen_nurminen = risk_score(TRUE)))
report("Ratio of two proportions", group_spaces, risk_ratio_truth, lapply(list(
  riskratio.ci.mover_r_wilson = wilson_mover(identity),
  riskratio.ci.inverse_sinh = function(x1, n1, x0, n0, t, a) {
    # with an empty cell, the limit for ever fewer events in it
    tiny <- 1e-7; y1 <- pmax(x1, tiny); y0 <- pmax(x0, tiny)
    h <- 2 * asinh(z_of(a) * katz_se(y1, n1, y0, n0) / 2); r <- y1 / n1 / (y0 / n0)
    held <- (x1 == 0 | t >= r * exp(-h)) & (x0 == 0 | t <= r * exp(h))
    held[x1 == 0 & x0 == 0] <- NA
    held
  },
  riskratio.ci.price_bonett_approx_bayes = function(x1, n1, x0, n0, t, a) {
    v <- function(x, y) 1 / (x + x^2 / y)
    around((x1 + .25) / (n1 + 1.75) / ((x0 + .25) / (n0 + 1.75)),
           sqrt(v(x1 + .25, n1 - x1 + 1.5) + v(x0 + .25, n0 - x0 + 1.5)), t, a)
  }), groups))
report("Ratio at one decision point", group_spaces, risk_ratio_truth, list(
  cascade.relative_rate_index = risk_score(FALSE),
  "cascade.relative_rate_index limits=rate" = inverted(function(x, size, t, a) {
    h <- accepts_binomial(x[, 1], x[, 1] + x[, 2], t * size[1] / (t * size[1] + size[2]), a, 1)
    h | x[, 1] + x[, 2] == 0
  })))

stage_points <- unlist(lapply(c(0.4, 0.8), function(p1) lapply(c(0.3, 0.6), function(q1)
  lapply(c(0.5, 0.8), function(p0) lapply(c(0.25, 0.6), function(q0) c(p1, q1, p0, q0))))), FALSE)
stage_points <- unlist(unlist(stage_points, FALSE), FALSE)
stage_space <- local({
  i <- parts(7, 3); j <- parts(11, 3)
  k <- expand.grid(seq_len(nrow(i)), seq_len(nrow(j)))
  cells <- function(p, q) c(1 - p, p * (1 - q), p * q)
  list(x = cbind(i[k[, 1], ], j[k[, 2], ]), size = c(7, 11), points = stage_points, p = function(pt)
    dmulti(i, cells(pt[1], pt[2]))[k[, 1]] * dmulti(j, cells(pt[3], pt[4]))[k[, 2]])
})
risk_test <- function(x1, n1, x0, n0, t, a) {
  n <- n1 + n0; A <- n * t; B <- -(n1 * t + x1 + n0 + x0 * t); C <- x1 + x0
  p0 <- pmin((-B - sqrt(pmax(B^2 - 4 * A * C, 0))) / (2 * A), 1, 1 / t); p1 <- pmin(t * p0, 1)
  held <- (x1 / n1 - t * x0 / n0)^2 <= z_of(a)^2 * (p1 * (1 - p1) / n1 + t^2 * p0 * (1 - p0) / n0) * (1 + 1e-9) + 1e-14
  held[n1 == 0 | n0 == 0] <- NA
  held
}
rate_test <- function(x1, n1, x0, n0, t, a) {
  held <- accepts_binomial(x1, x1 + x0, t * n1 / (t * n1 + n0), a, 1) | x1 + x0 == 0
  held[n1 == 0 | n0 == 0] <- NA
  held
}
second <- function(f) inverted(function(x, size, t, a) f(x[, 3], x[, 2] + x[, 3], x[, 6], x[, 5] + x[, 6], t, a))
whole <- function(f) inverted(function(x, size, t, a) f(x[, 3], 7 + 0 * x[, 3], x[, 6], 11 + 0 * x[, 6], t, a))
report("Ratio at the second stage of a cascade", list(stage_space), function(pt, size, x) pt[2] / pt[4], list(
  cascade.stages = second(risk_test), "cascade.stages limits=rate" = second(rate_test)))
report("Ratio over both stages of a cascade", list(stage_space),
       function(pt, size, x) pt[1] * pt[2] / (pt[3] * pt[4]), list(
  cascade.stages = whole(risk_test), "cascade.stages limits=rate" = whole(rate_test)))

risk_difference_truth <- function(pt, size, x) pt[1] - pt[2]
cut_around <- function(d, h, t) within(pmax(-1, d - h), pmin(1, d + h), t)
wald_half <- function(x1, n1, x0, n0) sqrt(x1 / n1 * (1 - x1 / n1) / n1 + x0 / n0 * (1 - x0 / n0) / n0)
# p0 most likely under p1 = p0 + t, by golden section on the likelihood itself
likely_p0 <- function(x1, n1, x0, n0, t) {
  lo <- rep(max(0, -t), length(x1)); hi <- rep(min(1, 1 - t), length(x1)); g <- (sqrt(5) - 1) / 2
  slope <- function(p) {  # of the log likelihood
    s <- function(x, n, p) ifelse(x > 0, x / p, 0) - ifelse(x < n, (n - x) / (1 - p), 0)
    s(x1, n1, p + t) + s(x0, n0, p)
  }
  for (i in 1:200) {
    mid <- (lo + hi) / 2; up <- slope(mid) > 0
    lo <- ifelse(up, mid, lo); hi <- ifelse(up, hi, mid)
  }
  (lo + hi) / 2
}
difference_score <- function(correct) inverted(groups(function(x1, n1, x0, n0, t, a) {
  p0 <- likely_p0(x1, n1, x0, n0, t); p1 <- p0 + t; n <- n1 + n0
  v <- (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) * (if (correct) n / (n - 1) else 1)
  (x1 / n1 - x0 / n0 - t)^2 <= z_of(a)^2 * v * (1 + 1e-9) + 1e-14
}))
report("Difference of two proportions", group_spaces, risk_difference_truth, lapply(list(
  riskdiff.ci.wald = function(x1, n1, x0, n0, t, a)
    cut_around(x1 / n1 - x0 / n0, z_of(a) * wald_half(x1, n1, x0, n0), t),
  riskdiff.ci.wald_cc = function(x1, n1, x0, n0, t, a)
    cut_around(x1 / n1 - x0 / n0, z_of(a) * wald_half(x1, n1, x0, n0) + (1 / n1 + 1 / n0) / 2, t),
  riskdiff.ci.agresti_caffo = function(x1, n1, x0, n0, t, a)
    cut_around((x1 + 1) / (n1 + 2) - (x0 + 1) / (n0 + 2), z_of(a) * wald_half(x1 + 1, n1 + 2, x0 + 1, n0 + 2), t),
  riskdiff.ci.newcombe10 = function(x1, n1, x0, n0, t, a) {
    w1 <- wilson_limits(x1, n1, z_of(a)); w0 <- wilson_limits(x0, n0, z_of(a))
    p1 <- x1 / n1; p0 <- x0 / n0; d <- p1 - p0
    within(d - sqrt((p1 - w1$l)^2 + (w0$u - p0)^2), d + sqrt((w1$u - p1)^2 + (p0 - w0$l)^2), t)
  }), groups))
report("Difference of two proportions", group_spaces, risk_difference_truth, list(
  riskdiff.ci.miettinen_nurminen = difference_score(TRUE), riskdiff.ci.mee_score_uncorrected = difference_score(FALSE)))

# --- odds ratio -------------------------------------------------------------------------------

odds <- function(p) p / (1 - p)
odds_truth <- function(pt, size, x) odds(pt[1]) / odds(pt[2])
woolf <- function(a1, b1, c1, d1, t, a, missing = FALSE)
  around(a1 * d1 / (b1 * c1), sqrt(1 / a1 + 1 / b1 + 1 / c1 + 1 / d1), t, a, missing)
degenerate <- function(x1, n1, x0, n0) x1 + x0 == 0 | x1 + x0 == n1 + n0
# The cell A expected under the odds ratio t with the margins held
expected_cell <- function(x1, n1, x0, n0, t) {
  m <- x1 + x0; A <- t - 1; B <- -(t * (n1 + m) + n0 - m); C <- t * n1 * m
  if (abs(A) < 1e-12) return(n1 * m / (n1 + n0))
  (-B - sqrt(pmax(B^2 - 4 * A * C, 0))) / (2 * A)
}
odds_score <- function(factor, correction) inverted(groups(function(x1, n1, x0, n0, t, a) {
  A <- expected_cell(x1, n1, x0, n0, t); m <- x1 + x0; n <- n1 + n0
  inverse <- 1 / A + 1 / (n1 - A) + 1 / (m - A) + 1 / (n0 - m + A)
  pmax(abs(x1 - A) - correction, 0)^2 * inverse <= z_of(a)^2 * factor(n) * (1 + 1e-9) | degenerate(x1, n1, x0, n0)
}))
# Noncentral hypergeometric: all weights
table_weights <- function(n1, n0, m, t) {
  k <- max(0, m - n0):min(n1, m)
  w <- exp(lchoose(n1, k) + lchoose(n0, m - k) + k * log(t))
  list(k = k, p = w / sum(w))
}
each_table <- function(f) function(x1, n1, x0, n0, t, a)
  mapply(function(x, y) { w <- table_weights(n1, n0, x + y, t); f(w, match(x, w$k), a) }, x1, x0)
central <- function(share) inverted(groups(each_table(function(w, i, a) {
  lower <- sum(w$p[seq_along(w$p) < i]); upper <- sum(w$p[seq_along(w$p) > i]); at <- share * w$p[i]
  both(lower + at, a) && both(upper + at, a)
})))
# Baptista and Pike, the outer ends of the accepted set, looked for on a fine grid of odds ratios
pike_value <- function(w, i, share) sum(w$p[w$p <= w$p[i] * (1 + 1e-9)]) - (1 - share) * w$p[i]
fine_odds <- exp(seq(log(1e-5), log(1e5), length.out = 601))
# p-values of one table on the grid and where another table is just as likely: the peaks lie there
pike_values <- function(x, y, n1, n0, share) {
  w <- table_weights(n1, n0, x + y, 1); other <- w$k[w$k != x]
  equal <- exp((log(w$p[match(x, w$k)]) - log(w$p[match(other, w$k)])) / (other - x))
  t <- sort(c(fine_odds, equal))
  list(t = t, p = sapply(t, function(o) { v <- table_weights(n1, n0, x + y, o); pike_value(v, match(x, v$k), share) }))
}
pike_memory <- new.env()
pike <- function(share) hull(groups(function(x1, n1, x0, n0, t, a) mapply(function(x, y) {
  key <- paste(x, n1, y, n0, share)
  if (is.null(pike_memory[[key]])) pike_memory[[key]] <- pike_values(x, y, n1, n0, share)
  set <- pike_memory[[key]]
  accepted <- set$t[set$p >= a * (1 - 1e-9)]
  w <- table_weights(n1, n0, x + y, t)
  low <- x == min(w$k) || any(accepted <= t + rounding(t)); high <- x == max(w$k) || any(accepted >= t - rounding(t))
  (low && high) || pike_value(w, match(x, w$k), share) >= a * (1 - 1e-9)
}, x1, x0)))
report("Odds ratio", group_spaces, odds_truth, lapply(list(
  oddsratio.ci.woolf_log = function(x1, n1, x0, n0, t, a)
    woolf(x1, n1 - x1, x0, n0 - x0, t, a, x1 == 0 | x0 == 0 | x1 == n1 | x0 == n0),
  oddsratio.ci.gart_adjusted_logit = function(x1, n1, x0, n0, t, a)
    woolf(x1 + .5, n1 - x1 + .5, x0 + .5, n0 - x0 + .5, t, a),
  oddsratio.ci.independence_smoothed_logit = function(x1, n1, x0, n0, t, a) {
    n <- n1 + n0; m <- x1 + x0; k <- 2 / n^2
    woolf(x1 + k * n1 * m, n1 - x1 + k * n1 * (n - m), x0 + k * n0 * m, n0 - x0 + k * n0 * (n - m), t, a,
          degenerate(x1, n1, x0, n0))
  },
  oddsratio.ci.inverse_sinh = function(x1, n1, x0, n0, t, a) {
    tiny <- 1e-7; A <- pmax(x1, tiny); B <- pmax(n1 - x1, tiny); C <- pmax(x0, tiny); D <- pmax(n0 - x0, tiny)
    h <- 2 * asinh(z_of(a) * sqrt(1 / A + 1 / B + 1 / C + 1 / D) / 2); r <- A * D / (B * C)
    low <- x1 == 0 | x0 == n0; high <- x1 == n1 | x0 == 0
    held <- (low | t >= r * exp(-h)) & (high | t <= r * exp(h))
    held[degenerate(x1, n1, x0, n0) | (x1 == 0 & x0 == n0) | (x1 == n1 & x0 == 0)] <- NA
    held
  },
  oddsratio.ci.mover_r_wilson = function(x1, n1, x0, n0, t, a) {
    # where a proportion is 1 its odds are infinite: the same ratio from the non-events
    held <- wilson_mover(odds)(x1, n1, x0, n0, t, a)
    other <- wilson_mover(odds)(n0 - x0, n0, n1 - x1, n1, t, a)
    held <- ifelse(x1 == n1 | x0 == n0, other, held)
    low <- x1 == 0 | x0 == n0; high <- x1 == n1 | x0 == 0  # no limit on that side
    held <- ifelse(low & high, TRUE, held)
    held[(x1 == 0 & x0 == n0) | (x1 == n1 & x0 == 0)] <- NA
    held
  }), groups))
report("Odds ratio", group_spaces, odds_truth, list(
  oddsratio.ci.miettinen_nurminen_score = odds_score(function(n) n / (n - 1), 0),
  oddsratio.ci.score_uncorrected = odds_score(function(n) 1, 0),
  oddsratio.ci.cornfield_score_cc = odds_score(function(n) 1, 0.5),
  oddsratio.ci.exact_conditional = central(1), oddsratio.ci.midp_conditional = central(0.5),
  oddsratio.ci.cornfield_midp = central(0.5), oddsratio.ci.cornfield_exact_conditional = central(0.5),
  oddsratio.ci.baptista_pike_exact = pike(1), oddsratio.ci.baptista_pike_midp = pike(0.5)))

# --- attributable -----------------------------------------------------------------------------

report("Attributable fraction among the exposed, rates", rates_spaces,
       function(pt, size, x) 1 - 1 / ratio_truth(pt, size), list(
  attributable_fraction_exposed.rate = shared(exact_share, function(t, size) of_ratio(1 / (1 - t), size))))
report("Attributable fraction among the exposed, risks", group_spaces, risk_ratio_truth, lapply(list(
  attributable_fraction_exposed.risk = function(x1, n1, x0, n0, t, a)
    around(x1 / n1 / (x0 / n0), katz_se(x1, n1, x0, n0), t, a, x1 == 0 | x0 == 0)), groups))
report("Attributable fraction in the population, rates", rates_spaces,
       function(pt, size, x) 1 - pt[2] / size[2] / all_rate(pt, size), list(
  population_attributable_fraction.rate = shared(exact_share, function(t, size) 1 - (1 - t) * size[2] / sum(size))))
sample_points <- unlist(lapply(c(0.3, 0.6), function(e) lapply(pairs_of(c(0.11, 0.38, 0.7), c(0.11, 0.31, 0.62)),
  function(p) c(e * p[1], e * (1 - p[1]), (1 - e) * p[2], (1 - e) * (1 - p[2])))), FALSE)
sample_spaces <- list(multinomial_space(19, sample_points))
report("Attributable fraction in the population, risks", sample_spaces,
       function(pt, size, x) 1 - pt[3] / (pt[3] + pt[4]) / (pt[1] + pt[3]), list(
  population_attributable_fraction.risk_jewell = function(x, size, t, a) {
    A <- x[, 1]; B <- x[, 2]; C <- x[, 3]; D <- x[, 4]; n <- 19
    f <- 1 - C / (C + D) / ((A + C) / n)
    v <- pmax((B + f * (A + D)) / (n * C), 0)
    f[A + B == 0 | C + D == 0 | C == 0] <- NA
    within(1 - (1 - f) * exp(z_of(a) * sqrt(v)), 1 - (1 - f) * exp(-z_of(a) * sqrt(v)), t)
  }))
report("Attributable rate in the population", rates_spaces,
       function(pt, size, x) all_rate(pt, size) - pt[2] / size[2], list(
  population_attributable_rate = function(x, size, t, a) {
    n <- x[, 1] + x[, 2]; e <- sum(size); d <- n / e - x[, 2] / size[2]
    h <- z_of(a) * sqrt(n / e^2 + x[, 2] / size[2]^2)
    within(d - h, d + h, t)
  }))
report("Attributable risk in the population", sample_spaces,
       function(pt, size, x) pt[1] + pt[3] - pt[3] / (pt[3] + pt[4]), list(
  population_attributable_risk.wald = function(x, size, t, a) {
    n <- 19; p <- (x[, 1] + x[, 3]) / n; n0 <- x[, 3] + x[, 4]; p0 <- x[, 3] / n0
    d <- p - p0; h <- z_of(a) * sqrt(p * (1 - p) / n + p0 * (1 - p0) / n0)
    d[n0 == 0 | n0 == n] <- NA
    within(d - h, d + h, t)
  },
  population_attributable_risk.pirikahu_delta = function(x, size, t, a) {
    # the slopes by differences, not by hand
    g <- function(s) s[, 1] + s[, 3] - s[, 3] / (s[, 3] + s[, 4])
    n <- 19; s <- x / n; e <- 1e-6
    k <- sapply(1:4, function(i) {
      up <- s; down <- s; up[, i] <- up[, i] + e; down[, i] <- down[, i] - e
      (g(up) - g(down)) / (2 * e)
    })
    v <- rowSums(s * k^2) - rowSums(s * k)^2
    d <- g(s); h <- z_of(a) * sqrt(pmax(v, 0) / n)
    d[x[, 3] + x[, 4] == 0 | x[, 1] + x[, 2] == 0] <- NA
    held <- d - h - 1e-9 <= t & t <= d + h + 1e-9
    held
  }))

# --- pairs, categories, scores ----------------------------------------------------------------

pair_points <- list(c(.04, .11, .04, .81), c(.2, .3, .1, .4), c(.5, .04, .13, .33), c(.7, .15, .05, .1),
                    c(.31, .31, .19, .19), c(.05, .05, .05, .85), c(.45, .02, .02, .51))
newcombe_pairs <- function(correct) function(x, size, t, a) {
  n <- 17; A <- x[, 1]; B <- x[, 2]; C <- x[, 3]; D <- x[, 4]; z <- z_of(a)
  w1 <- wilson_limits(A + B, n, z); w2 <- wilson_limits(A + C, n, z); p1 <- (A + B) / n; p2 <- (A + C) / n
  top <- A * D - B * C
  if (correct) top <- ifelse(top > 0, pmax(top - n / 2, 0), top)
  bottom <- (A + B) * (C + D) * (A + C) * (B + D)
  phi <- ifelse(bottom == 0, 0, top / sqrt(bottom))
  side <- function(u, v) sqrt(pmax(u^2 + v^2 - 2 * phi * u * v, 0))
  within(p1 - p2 - side(p1 - w1$l, w2$u - p2), p1 - p2 + side(w1$u - p1, p2 - w2$l), t)
}
report("Difference of paired proportions", list(multinomial_space(17, pair_points)),
       function(pt, size, x) pt[2] - pt[3], list(
  paired_riskdiff.ci.tango_score = inverted(function(x, size, t, a) {
    n <- 17; b <- x[, 2]; c <- x[, 3]
    # the share of second only that is most likely under t: root of 2n q^2 + B q + C
    B <- -b - c + (2 * n - b + c) * t; C <- -c * t * (1 - t)
    q <- (sqrt(pmax(B^2 - 8 * n * C, 0)) - B) / (4 * n)
    (b - c - n * t)^2 <= z_of(a)^2 * n * pmax(2 * q + t * (1 - t), 0) * (1 + 1e-9) + 1e-12
  }),
  paired_riskdiff.ci.newcombe8 = newcombe_pairs(FALSE), paired_riskdiff.ci.newcombe10_corrected = newcombe_pairs(TRUE)))

share_points <- list(c(.04, .13, .83), c(.2, .3, .5), c(.33, .33, .34), c(.02, .04, .94), c(.1, .44, .46))
# Chance that all counts lie within c, by Sison and Glaz's expansion; moments summed term by term
sison_chance <- function(x, c, last) {
  n <- sum(x)
  m <- sapply(x, function(mean) {
    k <- max(0, mean - c):min(n, mean + c); p <- dpois(k, mean); all <- sum(p); p <- p / all; mu <- sum(k * p)
    v <- sum((k - mu)^2 * p)
    c(all, mu, v, sum((k - mu)^3 * p), sum((k - mu)^4 * p) - 3 * v^2)
  })
  s <- sum(m[3, ]); y <- (n - sum(m[2, ])) / sqrt(s); g1 <- sum(m[4, ]) / s^1.5; g2 <- sum(m[5, ]) / s^2
  poly <- 1 + g1 * (y^3 - 3 * y) / 6 + g2 * (y^4 - 6 * y^2 + 3) / 24 +
    (if (last) g1^2 * (y^6 - 15 * y^4 + 45 * y^2 - 15) / 72 else 0)
  prod(m[1, ]) * max(dnorm(y) * poly / sqrt(s), 0) / dpois(n, n)
}
sison_limits <- function(x, a, last) {
  n <- sum(x); chance <- c(0, sapply(1:n, function(c) sison_chance(x, c, last)))  # from c = 0
  first <- which(chance[-1] > 1 - a)
  if (length(first) == 0) return(cbind(pmax(x - n, 0), pmin(x + n, n)) / n)
  c <- min(first) - 1
  g <- (1 - a - chance[c + 1]) / (chance[c + 2] - chance[c + 1])
  cbind(pmax((x - c) / n, 0), pmin((x + c + 2 * g) / n, 1))
}
sison <- function(last) function(x, size, t, a) apply(x, 1, function(k) {
  b <- sison_limits(k, a, last)
  all(b[, 1] - 1e-12 <= t & t <= b[, 2] + 1e-12)
})
report("Shares of categories, all at once", list(multinomial_space(17, share_points)), function(pt, size, x) pt, list(
  multinomial.ci.goodman = inverted(function(x, size, t, a) {
    z <- qnorm(a / 6, lower.tail = FALSE)
    Reduce(`&`, lapply(1:3, function(i) abs(x[, i] / 17 - t[i]) <= z * sqrt(t[i] * (1 - t[i]) / 17) + 1e-12))
  }),
  multinomial.ci.sison_glaz = sison(FALSE), multinomial.ci.sison_glaz_paper = sison(TRUE)))

trend_points <- lapply(1:5, function(i) c(0.11, 0.3, 0.2, 0.5, 0.8)[i] + c(0.03, -0.05, 0.15, 0, -0.15)[i] * c(1, 2, 4))
report("Slope of a proportion over scores", list(binomial_space(c(7, 5, 9), trend_points)),
       function(pt, size, x) (pt[3] - pt[1]) / 3, list(
  trend.cochran_armitage_linear_slope = function(x, size, t, a) {
    s <- c(1, 2, 4) - sum(size * c(1, 2, 4)) / sum(size); S <- sum(size * s^2)
    b <- as.vector(x %*% s) / S; v <- as.vector((x * (1 - x / rep(size, each = nrow(x)))) %*% s^2)
    h <- z_of(a) * sqrt(v) / S
    within(b - h, b + h, t)
  }))

# --- standardised rates -----------------------------------------------------------------------

w <- c(5, 2) / 7
standard_spaces <- list(poisson_space(c(4.1, 2.9), pairs_of(c(0.7, 4.2, 11.3), c(1.9, 7.4, 16.2))))
weighted <- function(x, size, power) as.vector(x %*% (w / size)^power)
gamma_holds <- function(extra, square) function(x, size, t, a) {
  r <- weighted(x, size, 1); v <- weighted(x, size, 2); k <- w / size; m <- extra(k); s <- square(k)
  l <- ifelse(r == 0, 0, qgamma(a / 2, r^2 / v) * v / r)
  within(l, qgamma(1 - a / 2, (r + m)^2 / (v + s)) * (v + s) / (r + m), t)
}
dobson <- function(limits, least) function(x, size, t, a) {
  r <- weighted(x, size, 1); v <- weighted(x, size, 2); o <- rowSums(x); b <- limits(o, a); k <- sqrt(v / o)
  u <- ifelse(o < least, NA, r + k * (b$u - o))
  within(ifelse(o == 0, 0, r + k * (b$l - o)), u, t)
}
squared <- function(f) function(k) f(k)^2
middle <- function(k) (min(k) + max(k)) / 2
report("Directly standardised rate", standard_spaces, function(pt, size, x) sum(w * pt / size), list(
  dsr.dobson_byar_phe = dobson(byar_limits, 10),
  dsr.dobson_exact_poisson = dobson(garwood_limits, 1),
  dsr.fay_feuer_gamma = gamma_holds(max, squared(max)),
  dsr.fay_kim_midp_gamma = inverted(function(x, size, t, a) {
    # the mixture of both gamma distributions, at the truth
    r <- weighted(x, size, 1); v <- weighted(x, size, 2); m <- max(w / size)
    low <- ifelse(r == 0, 1, pgamma(t * r / v, r^2 / v))
    p <- (low + pgamma(t * (r + m) / (v + m^2), (r + m)^2 / (v + m^2))) / 2
    (p >= a / 2 | r == 0) & p <= 1 - a / 2
  }),
  dsr.tiwari_clegg_zou = gamma_holds(mean, function(k) mean(k^2)),
  dsr.gamma_wm_mean = gamma_holds(mean, squared(mean)),
  dsr.gamma_wm_minmaxavg = gamma_holds(middle, squared(middle)),
  dsr.normal = function(x, size, t, a) {
    r <- weighted(x, size, 1); h <- z_of(a) * sqrt(weighted(x, size, 2))
    within(r - h, r + h, t)
  },
  dsr.lognormal = function(x, size, t, a) {
    r <- weighted(x, size, 1); f <- ifelse(r == 0, NA, exp(z_of(a) * sqrt(weighted(x, size, 2)) / r))
    within(r / f, r * f, t)
  }))
report("Directly standardised rate of events that repeat in the same people", repeated_groups,
       function(pt, size, x) sum(w * c((pt[1] + 3 * pt[2]) / 6.3, (pt[3] + 3 * pt[4]) / 2.9)), list(
  dsr.nonindependent_events_phe = function(x, size, t, a) {
    k <- w / c(6.3, 2.9); o1 <- x[, 1] + 3 * x[, 2]; o2 <- x[, 3] + 3 * x[, 4]
    r <- k[1] * o1 + k[2] * o2; v <- k[1]^2 * (x[, 1] + 9 * x[, 2]) + k[2]^2 * (x[, 3] + 9 * x[, 4]); o <- o1 + o2
    b <- byar_limits(o, a); s <- sqrt(v / o)
    within(ifelse(o < 10, NA, r + s * (b$l - o)), r + s * (b$u - o), t)
  }))
strata_size <- c(2.1, 3.4, 1.3, 2.7)
rate_strata_points <- unlist(lapply(c(0.4, 0.8), function(r1) lapply(pairs_of(c(0.5, 1), c(0.5, 1, 2)), function(k)
  c(k[2] * r1, r1, k[2] * k[1], k[1]) * strata_size)), FALSE)
rate_gap_points <- unlist(lapply(c(0.4, 0.8), function(r1) lapply(pairs_of(c(0.5, 1), c(-0.3, 0, 0.6)), function(k)
  c(r1 + k[2], r1, k[1] + k[2], k[1]) * strata_size)), FALSE)
rate_strata <- four(strata_size, rate_strata_points)
moments <- function(x, size, i)
  list(r = weighted(x[, i], size[i], 1), v = weighted(x[, i], size[i], 2), m = max(w / size[i]))
ratio_low <- function(g1, g0, a) {
  top <- g1$r; bottom <- g0$r + g0$m
  ifelse(g1$r == 0, 0, top / bottom * qf(a / 2, 2 * top^2 / g1$v, 2 * bottom^2 / (g0$v + g0$m^2)))
}
standardised <- function(pt, size, i) sum(w * pt[i] / size[i])
report("Ratio of directly standardised rates", rate_strata,
       function(pt, size, x) standardised(pt, size, c(1, 3)) / standardised(pt, size, c(2, 4)), list(
  dsr.ratio = function(x, size, t, a) {
    g1 <- moments(x, size, c(1, 3)); g0 <- moments(x, size, c(2, 4))
    held <- within(ratio_low(g1, g0, a), 1 / ratio_low(g0, g1, a), t)
    held[g1$r + g0$r == 0] <- NA
    held
  }))
report("Difference of directly standardised rates", rate_strata,
       function(pt, size, x) standardised(pt, size, c(1, 3)) - standardised(pt, size, c(2, 4)), list(
  dsr.difference = function(x, size, t, a) {
    part <- function(g) list(r = g$r, l = ifelse(g$r == 0, 0, qgamma(a / 2, g$r^2 / g$v) * g$v / g$r),
      u = qgamma(1 - a / 2, (g$r + g$m)^2 / (g$v + g$m^2)) * (g$v + g$m^2) / (g$r + g$m))
    p <- part(moments(x, size, c(1, 3))); q <- part(moments(x, size, c(2, 4))); d <- p$r - q$r
    within(d - sqrt((p$r - p$l)^2 + (q$u - q$r)^2), d + sqrt((p$u - p$r)^2 + (q$r - q$l)^2), t)
  }))

# --- strata -----------------------------------------------------------------------------------

n_strata <- c(6, 9, 5, 4)  # group 1 and group 0 of the first stratum, of the second
strata_space <- function(points) list(binomial_space(n_strata, points))
cells_of <- function(x) lapply(c(1, 3), function(i) {
  n1 <- n_strata[i]; n0 <- n_strata[i + 1]
  list(a = x[, i], b = n1 - x[, i], c = x[, i + 1], d = n0 - x[, i + 1], n1 = n1, n0 = n0, n = n1 + n0)
})
add <- function(x, f) Reduce(`+`, lapply(cells_of(x), f))
with_odds <- function(p, r) r * p / (1 - p + r * p)
odds_points <- unlist(lapply(c(0.13, 0.38, 0.71), function(p1)
  lapply(pairs_of(c(0.31, 0.62), c(0.3, 1, 2.6)), function(k)
  c(with_odds(p1, k[2]), p1, with_odds(k[1], k[2]), k[1]))), FALSE)
# The sum of both x1 given all margins: the convolution of two noncentral hypergeometrics
exact_strata <- inverted(function(x, size, t, a) mapply(function(x1, x0, y1, y0) {
  u <- table_weights(6, 9, x1 + x0, t); v <- table_weights(5, 4, y1 + y0, t)
  s <- outer(u$k, v$k, `+`); p <- outer(u$p, v$p)
  if (length(p) == 1) return(NA)  # the margins leave one table
  both(sum(p[s >= x1 + y1]), a) && both(sum(p[s <= x1 + y1]), a)
}, x[, 1], x[, 2], x[, 3], x[, 4]))
report("Odds ratio common to two strata", strata_space(odds_points),
       function(pt, size, x) odds(pt[1]) / odds(pt[2]), list(
  mh.oddsratio.rbg_ci = function(x, size, t, a) {
    R <- add(x, function(s) s$a * s$d / s$n); S <- add(x, function(s) s$b * s$c / s$n)
    pr <- add(x, function(s) (s$a + s$d) / s$n * s$a * s$d / s$n)
    qs <- add(x, function(s) (s$b + s$c) / s$n * s$b * s$c / s$n)
    mixed <- add(x, function(s) (s$a + s$d) / s$n * s$b * s$c / s$n + (s$b + s$c) / s$n * s$a * s$d / s$n)
    around(R / S, sqrt(pr / (2 * R^2) + mixed / (2 * R * S) + qs / (2 * S^2)), t, a, R == 0 | S == 0)
  },
  mh.oddsratio.exact_conditional = exact_strata,
  stratified.oddsratio.woolf_inverse_variance = function(x, size, t, a) {
    weight <- function(s) ifelse(s$a * s$b * s$c * s$d == 0, 0, 1 / (1 / s$a + 1 / s$b + 1 / s$c + 1 / s$d))
    W <- add(x, weight)
    L <- add(x, function(s) ifelse(weight(s) == 0, 0, weight(s) * log(s$a * s$d / (s$b * s$c))))
    around(exp(L / W), 1 / sqrt(W), t, a, W == 0)
  },
  stratified.oddsratio.peto = function(x, size, t, a) {
    D <- add(x, function(s) s$a - s$n1 * (s$a + s$c) / s$n)
    V <- add(x, function(s) s$n1 * s$n0 * (s$a + s$c) * (s$b + s$d) / (s$n^2 * (s$n - 1)))
    around(exp(D / V), 1 / sqrt(V), t, a, V == 0)
  }))
risk_points <- unlist(lapply(c(0.13, 0.31, 0.38), function(p1)
  lapply(pairs_of(c(0.22, 0.36), c(0.4, 1, 2.3)), function(k)
  c(k[2] * p1, p1, k[2] * k[1], k[1]))), FALSE)
report("Risk ratio common to two strata", strata_space(risk_points), risk_ratio_truth, list(
  mh.riskratio.greenland_robins = function(x, size, t, a) {
    R <- add(x, function(s) s$a * s$n0 / s$n); S <- add(x, function(s) s$c * s$n1 / s$n)
    v <- add(x, function(s) s$n1 * s$n0 * (s$a + s$c) / s$n^2 - s$a * s$c / s$n) / (R * S)
    around(R / S, sqrt(pmax(v, 0)), t, a, R == 0 | S == 0)
  },
  stratified.riskratio.score_inverse_variance = inverted(function(x, size, t, a) {
    # the score and information of log t in each stratum, at the most likely proportions under t
    term <- function(s) {
      A <- s$n * t; B <- -(s$n1 * t + s$a + s$n0 + s$c * t); C <- s$a + s$c
      p0 <- pmin((-B - sqrt(pmax(B^2 - 4 * A * C, 0))) / (2 * A), 1, 1 / t); p1 <- pmin(t * p0, 1)
      # the same from either group; the one with the smaller proportion loses fewer digits
      u <- if (t > 1) (s$n0 * p0 - s$c) / (1 - p0) else (s$a - s$n1 * p1) / (1 - p1)
      list(u = ifelse(C == 0, 0, u),
           i = ifelse(C == 0, 0, 1 / ((1 - p1) / (s$n1 * p1) + (1 - p0) / (s$n0 * p0))))
    }
    u <- add(x, function(s) term(s)$u); i <- add(x, function(s) term(s)$i)
    u^2 <= z_of(a)^2 * i * (1 + 1e-9) | is.nan(u)
  })))
gap_points <- unlist(lapply(c(0.13, 0.31, 0.48), function(p1)
  lapply(pairs_of(c(0.22, 0.36), c(-0.1, 0, 0.25, 0.4)), function(k)
  c(p1 + k[2], p1, k[1] + k[2], k[1]))), FALSE)
risk_gap <- function(variance) function(x, size, t, a) {
  W <- add(x, function(s) s$n1 * s$n0 / s$n)
  d <- add(x, function(s) (s$a * s$n0 - s$c * s$n1) / s$n) / W
  h <- z_of(a) * sqrt(pmax(variance(x, d), 0)) / W
  within(d - h, d + h, t)
}
report("Risk difference common to two strata", strata_space(gap_points), risk_difference_truth, list(
  mh.riskdiff.greenland_robins_sato = risk_gap(function(x, d)
    d * add(x, function(s) (s$n1^2 * s$c - s$n0^2 * s$a + s$n1 * s$n0 * (s$n0 - s$n1) / 2) / s$n^2) +
      add(x, function(s) (s$a * s$d + s$b * s$c) / (2 * s$n))),
  mh.riskdiff.wald_fagerland = risk_gap(function(x, d) add(x, function(s)
    (s$n1 * s$n0 / s$n)^2 * (s$a * s$b / s$n1^3 + s$c * s$d / s$n0^3)))))
rate_cells <- function(x, size) lapply(c(1, 3), function(i)
  list(x = x[, i], y = x[, i + 1], t1 = size[i], t0 = size[i + 1], t = size[i] + size[i + 1]))
add_rates <- function(x, size, f) Reduce(`+`, lapply(rate_cells(x, size), f))
report("Rate ratio common to two strata", rate_strata, ratio_truth, list(
  mh.rateratio = function(x, size, t, a) {
    R <- add_rates(x, size, function(s) s$x * s$t0 / s$t); S <- add_rates(x, size, function(s) s$y * s$t1 / s$t)
    v <- add_rates(x, size, function(s) (s$x + s$y) * s$t1 * s$t0 / s$t^2) / (R * S)
    around(R / S, sqrt(v), t, a, R == 0 | S == 0)
  }))
report("Rate difference common to two strata", four(strata_size, rate_gap_points), difference_truth, list(
  mh.ratediff = function(x, size, t, a) {
    W <- add_rates(x, size, function(s) s$t1 * s$t0 / s$t)
    d <- add_rates(x, size, function(s) (s$x * s$t0 - s$y * s$t1) / s$t) / W
    h <- z_of(a) * sqrt(add_rates(x, size, function(s) (s$t0 / s$t)^2 * s$x + (s$t1 / s$t)^2 * s$y)) / W
    within(d - h, d + h, t)
  }))
