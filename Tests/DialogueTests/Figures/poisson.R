# Writes poisson.json: pairs of counts over 28 and 84 days, and what R's poisson.test makes of them.
# Debian: apt-get install r-base-core; then: Rscript poisson.R > poisson.json
pairs <- list(c(3, 0), c(3, 1), c(4, 2), c(5, 6), c(6, 4), c(8, 9), c(10, 30), c(12, 12), c(15, 45), c(22, 40),
  c(40, 90), c(60, 110), c(120, 300), c(400, 1000), c(2, 0), c(0, 9), c(1, 3), c(7, 21))
one <- function(p) sprintf('{"recent":%d,"earlier":%d,"p":%s}', p[1], p[2],
  formatC(poisson.test(p, c(28, 84), alternative = "greater")$p.value, digits = 15, format = "g"))
cat(sprintf('{"r":"%s","figures":[\n%s\n]}\n', paste(R.version$major, R.version$minor, sep = "."),
  paste(sapply(pairs, one), collapse = ",\n")))
