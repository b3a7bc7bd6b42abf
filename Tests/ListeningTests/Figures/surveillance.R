# Writes surveillance.json: series, and what R's surveillance package makes of them.
# Debian: apt-get install r-cran-surveillance; then: Rscript surveillance.R > surveillance.json
suppressMessages(library(surveillance))
number <- function(x) paste0("[", paste(ifelse(is.na(x), "null", formatC(x, digits = 15, format = "g", width = 1)), collapse = ","), "]")
set.seed(20260101)
ears <- list(
  quiet = rpois(60, 0.4), usual = rpois(120, 6), growing = rpois(120, seq(3, 12, length.out = 120)),
  outbreak = rpois(90, 5) + c(rep(0, 70), 2, 6, 15, 22, 30, 18, 9, 4, rep(0, 12)))
weeks <- 1:(52 * 4 + 12)
farrington <- list(
  seasonal = rpois(length(weeks), exp(2.2 + 0.5 * cos(2 * pi * weeks / 52))),
  trend = rpois(length(weeks), exp(1.5 + 0.004 * weeks + 0.3 * sin(2 * pi * weeks / 52))),
  overdispersed = rnbinom(length(weeks), mu = 12, size = 3),
  outbreak = rpois(length(weeks), 8) + ifelse(weeks %in% 60:64, 25, 0) + ifelse(weeks > 214, 14, 0),
  rare = rpois(length(weeks), 0.7))
parts <- c()
for (name in names(ears)) {
  r <- earsC(sts(ears[[name]], frequency = 365), control = list(method = "C2"))
  parts <- c(parts, sprintf('{"method":"ears","name":"%s","counts":%s,"upper":%s}', name, number(ears[[name]]), number(upperbound(r)[, 1])))
}
for (name in names(farrington)) {
  range <- (52 * 3 + 4):length(weeks)
  r <- suppressWarnings(farringtonFlexible(sts(farrington[[name]], start = c(2021, 1), frequency = 52), control = list(
    range = range, b = 3, w = 3, noPeriods = 10, pastWeeksNotIncluded = 26, weightsThreshold = 2.58, pThresholdTrend = 1,
    trend = TRUE, alpha = 0.01, limit54 = c(5, 4), thresholdMethod = "nbPlugin", glmWarnings = FALSE)))
  parts <- c(parts, sprintf('{"method":"farrington","name":"%s","counts":%s,"from":%d,"upper":%s,"expected":%s}', name,
    number(farrington[[name]]), range[1], number(upperbound(r)[, 1]), number(r@control$expected[, 1])))
}
cat("[", paste(parts, collapse = ",\n"), "]\n", sep = "")
