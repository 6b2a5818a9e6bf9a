#en Spatial panel models with random unit effects by maximum likelihood, observed information. Base R only.
#en theta^2 = 1 / (1 + T phi), phi = var(mu) / var(e): theta = 1 is the pooled model.
#en error "kkp": u = (I - lam W)^-1 (mu + e) (Kapoor, Kelejian and Prucha); "b": u = mu + (I - lam W)^-1 e (Baltagi).
#zh 含随机个体效应的空间面板模型：极大似然，观测信息。只用基础 R。
#zh theta^2 = 1 / (1 + T phi)，phi = var(mu) / var(e)：theta = 1 即混合模型。
#zh error "kkp"：u = (I - lam W)^-1 (mu + e)（Kapoor、Kelejian 与 Prucha）；"b"：u = mu + (I - lam W)^-1 e（Baltagi）。

random_ml <- function(y, X, W, lagged = integer(0), lag = FALSE, error = "none", periods = FALSE) {
  N <- nrow(y); T <- ncol(y); n <- N * T
  columns <- lapply(seq_len(dim(X)[3]), function(k) matrix(X[, , k], N))
  if (length(lagged)) columns <- c(columns, lapply(columns[lagged], function(m) W %*% m))
  if (!periods) columns <- c(list(matrix(1, N, T)), columns)
  if (periods) {
    less <- function(m) sweep(m, 2, colMeans(m))
    y <- less(y)
    columns <- lapply(columns, less)
  }
  K <- length(columns)
  stack <- c(list(y, W %*% y), columns)
  means <- vapply(stack, rowMeans, numeric(N)) * sqrt(T)
  spread <- lapply(stack, function(m) m - rowMeans(m))
  l <- eigen(W, only.values = TRUE)$values
  log_det <- function(at) sum(log(Mod(1 - at * l)))
  free <- c(lag, error != "none", TRUE)
  ends <- c(0, 0, 1)
  full <- function(q) replace(ends, free, q)
  gram <- function(p) {
    B <- diag(N) - p[2] * W
    inside <- vapply(spread, function(m) as.vector(B %*% m), numeric(n))
    if (error == "b") {
      C <- crossprod(B); S <- diag(N) + (p[3]^-2 - 1) * C
      return(list(G = crossprod(inside) + crossprod(means, C %*% solve(S, means)),
                  scale = -0.5 * as.numeric(determinant(S)$modulus)))
    }
    list(G = crossprod(inside) + p[3]^2 * crossprod(B %*% means), scale = N * log(p[3]))
  }
  at <- function(q) {
    p <- full(q); g <- gram(p); a <- c(1, -p[1])
    ZZ <- g$G[-(1:2), -(1:2), drop = FALSE]; Zy <- g$G[-(1:2), 1:2] %*% a
    size <- sqrt(diag(ZZ))
    delta <- as.vector(solve(ZZ / outer(size, size), Zy / size)) / size
    s2 <- (sum(a * (g$G[1:2, 1:2] %*% a)) - sum(Zy * delta)) / n
    value <- -0.5 * n * (log(2 * pi * s2) + 1) + T * (log_det(p[1]) + log_det(p[2])) + g$scale
    list(value = value, first = c(delta, s2), ZZ = ZZ)
  }
  low <- max(-0.99, 1 / min(Re(l)) + 1e-3)
  grid <- as.matrix(expand.grid(c(list(c(-0.3, 0, 0.3, 0.6), c(-0.3, 0, 0.3, 0.6))[free[1:2]],
                                  list(c(0.05, 0.2, 0.5, 0.9)))))
  start <- grid[which.max(apply(grid, 1, function(q) at(q)$value)), ]
  lower <- c(low, low, 1e-4)[free]; upper <- c(0.99, 0.99, 1)[free]
  q <- nlminb(start, function(q) -at(q)$value, lower = lower, upper = upper)$par
  if (q[length(q)] > 1 - 1e-3) {
    free[3] <- FALSE
    q <- q[-length(q)]
  }
  m <- length(q); h <- 1e-3
  moved <- function(q, j, by) { q[j] <- q[j] + by; q }
  slope <- function(f, q) vapply(seq_len(m), function(j) {
    (8 * (f(moved(q, j, h)) - f(moved(q, j, -h))) - (f(moved(q, j, 2 * h)) - f(moved(q, j, -2 * h)))) / (12 * h)
  }, f(q))
  gradient <- function(q) as.vector(slope(function(r) at(r)$value, q))
  H <- matrix(0, m, m)
  for (step in seq_len(if (m) 15 else 0)) {
    H <- matrix(slope(gradient, q), m)
    move <- solve(H, gradient(q))
    q <- q - move
    if (max(abs(move)) < 1e-11) break
  }
  if (m) H <- matrix(slope(gradient, q), m)
  f <- at(q); s2 <- f$first[K + 1]
  first <- matrix(0, K + 1, K + 1)
  first[1:K, 1:K] <- solve(f$ZZ) * s2
  first[K + 1, K + 1] <- 2 * s2^2 / n
  V <- first
  if (m) {
    C <- solve(-(H + t(H)) / 2)
    D <- matrix(slope(function(r) at(r)$first, q), K + 1)
    V <- rbind(cbind(first + D %*% C %*% t(D), D %*% C), cbind(C %*% t(D), C))
  }
  space <- sum(free[1:2])
  order <- c(1:K, if (space) K + 1 + seq_len(space), K + 1)
  p <- full(q)
  list(estimate = c(f$first, q)[order], se = sqrt(diag(V))[order], cov = V[order, order], theta = p[3],
       phi = (p[3]^-2 - 1) / T, loglik = f$value)
}
