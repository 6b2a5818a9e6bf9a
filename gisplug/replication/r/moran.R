#en Moran's I with its variance under normality and randomisation (Cliff and Ord 1981). Base R only.
#zh Moran's I 及其在正态假设与随机化假设下的方差（Cliff 和 Ord 1981）。只用基础 R。

moran <- function(y, W) {
  n <- length(y); z <- y - mean(y)
  s0 <- sum(W); s1 <- sum((W + t(W))^2) / 2; s2 <- sum((rowSums(W) + colSums(W))^2)
  I <- n / s0 * sum(z * (W %*% z)) / sum(z^2)
  EI <- -1 / (n - 1)
  normal <- (n^2 * s1 - n * s2 + 3 * s0^2) / ((n^2 - 1) * s0^2) - EI^2
  b2 <- n * sum(z^4) / sum(z^2)^2
  random <- (n * ((n^2 - 3 * n + 3) * s1 - n * s2 + 3 * s0^2) - b2 * ((n^2 - n) * s1 - 2 * n * s2 + 6 * s0^2)) /
    ((n - 1) * (n - 2) * (n - 3) * s0^2) - EI^2
  c(I = I, sd_normal = sqrt(normal), sd_random = sqrt(random))
}
