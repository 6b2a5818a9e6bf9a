#en Spatial panel models by maximum likelihood: y = rho W y + X beta + W X theta + effects + u, u = lam W u + e.
#en Base R only; matrices are units by periods. W is dense here: meant for up to a few thousand units.
#zh 空间面板模型的极大似然估计：y = rho W y + X beta + W X theta + 效应 + u，u = lam W u + e。
#zh 只用基础 R；矩阵为 个体 × 时期。这里 W 为稠密矩阵，适用于数千个体以内。

#en Orthonormal columns F with F'F = I, F'1 = 0 (Helmert), as Lee and Yu (2010) transform the data.
#zh 正交列 F，F'F = I，F'1 = 0（Helmert），即 Lee 和 Yu (2010) 的数据变换。
helmert <- function(n) {
  F <- matrix(0, n, n - 1)
  for (j in seq_len(n - 1)) {
    F[seq_len(j), j] <- 1
    F[j + 1, j] <- -j
    F[, j] <- F[, j] / sqrt(j * (j + 1))
  }
  F
}

#en The data of the likelihood. "transform" multiplies by F over time (unit effects) and over units (period effects,
#en where W becomes F'WF; its rows must sum to one); "none" takes out means (the direct approach), and so does "bias",
#en whose estimates are corrected afterwards.
#zh 似然函数所用的数据。"transform" 在时间上（个体效应）与个体上（时期效应，W 变为 F'WF，其各行之和须为 1）乘以 F；
#zh "none" 减去均值（直接法），"bias" 亦然，其估计值随后修正。
prepare <- function(y, X, W, WX, WE, lagged, effects, correction) {
  unit <- effects %in% c("unit", "twoways")
  time <- effects %in% c("time", "twoways")
  even <- all(vapply(list(W, WX, WE), function(w) is.null(w) || all(abs(rowSums(w) - 1) < 1e-9), TRUE))
  columns <- lapply(seq_len(dim(X)[3]), function(k) matrix(X[, , k], nrow(y)))
  over <- function(f) { y <<- f(y); columns <<- lapply(columns, f) }
  late <- FALSE
  if (correction == "transform") {
    if (unit) { FT <- helmert(ncol(y)); over(function(m) m %*% FT) }
  } else if (unit) {
    over(function(m) m - rowMeans(m))
  }
  if (!is.null(WX)) columns <- c(columns, lapply(columns[lagged], function(m) WX %*% m))
  if (time && correction == "transform") {
    FN <- helmert(nrow(y))
    over(function(m) crossprod(FN, m))
    turn <- function(w) if (is.null(w)) NULL else crossprod(FN, w %*% FN)
    W <- turn(W)
    WE <- turn(WE)
  } else if (time && even) {
    over(function(m) sweep(m, 2, colMeans(m)))
  } else if (time) {
    late <- TRUE
  }
  if (effects == "none") columns <- c(list(matrix(1, nrow(y), ncol(y))), columns)
  list(y = y, columns = columns, W = W, WE = WE, late = late)
}

spatial_ml <- function(y, X, W = NULL, WX = NULL, WE = NULL, lagged = integer(0), effects = "twoways",
                       correction = "transform", information = "expected") {
  d <- prepare(y, X, W, WX, WE, lagged, effects, correction)
  N <- nrow(d$y); T <- ncol(d$y); n <- N * T; K <- length(d$columns)
  after <- function(m) as.vector(if (d$late) sweep(m, 2, colMeans(m)) else m)
  values <- function(w) if (is.null(w)) NULL else eigen(w, only.values = TRUE)$values
  lw <- values(d$W); le <- values(d$WE)
  log_det <- function(l, at) if (is.null(l)) 0 else sum(log(Mod(1 - at * l)))
  d1 <- function(l, at) -sum(Re(l / (1 - at * l)))
  d2 <- function(l, at) -sum(Re((l / (1 - at * l))^2))
  filter <- function(m, lam) if (is.null(d$WE)) m else m - lam * (d$WE %*% m)
  lag <- function(w, m) if (is.null(w)) 0 * m else w %*% m
  Wy <- lag(d$W, d$y)
  at <- function(rho, lam) {
    F <- vapply(d$columns, function(m) after(filter(m, lam)), numeric(n))
    z <- after(filter(d$y - rho * Wy, lam))
    q <- qr(F, tol = 1e-12)
    b <- qr.coef(q, z)
    list(F = F, b = b, e = qr.resid(q, z))
  }
  loglik <- function(rho, lam) {
    s2 <- sum(at(rho, lam)$e^2) / n
    -n / 2 * (log(2 * pi * s2) + 1) + T * (log_det(lw, rho) + log_det(le, lam))
  }
  free <- c(rho = !is.null(lw), lam = !is.null(le))
  error_lag <- function(p, b) {
    u <- d$y - p[1] * Wy - Reduce(`+`, Map(`*`, b, d$columns))
    after(d$WE %*% u)
  }
  score <- function(p) {
    f <- at(p[1], p[2]); s2 <- sum(f$e^2) / n
    c(if (free[1]) sum(f$e * after(filter(Wy, p[2]))) / s2 + T * d1(lw, p[1]),
      if (free[2]) sum(f$e * error_lag(p, f$b)) / s2 + T * d1(le, p[2]))
  }
  low <- function(l) max(-0.999, 1 / min(Re(l)) + 1e-3)
  p <- c(0, 0)
  full <- function(q) { p[free] <- q; p }
  if (sum(free) == 1) {
    own <- if (free[1]) lw else le
    p[free] <- optimize(function(q) { r <- full(q); -loglik(r[1], r[2]) }, c(low(own), 0.999), tol = 1e-8)$minimum
  } else if (sum(free) == 2) {
    grid <- expand.grid(c(-0.4, 0, 0.4, 0.7), c(-0.4, 0, 0.4, 0.7))
    start <- as.numeric(grid[which.max(apply(grid, 1, function(q) loglik(q[1], q[2]))), ])
    p <- nlminb(start, function(q) -loglik(q[1], q[2]), lower = c(low(lw), low(le)), upper = 0.999)$par
  }
  for (step in seq_len(if (any(free)) 20 else 0)) {
    g <- score(p)
    J <- vapply(which(free), function(j) {
      h <- replace(c(0, 0), j, 1e-5)
      (score(p + h) - score(p - h)) / 2e-5
    }, numeric(sum(free)))
    move <- solve(matrix(J, sum(free)), g)
    p[free] <- p[free] - move
    if (max(abs(move)) < 1e-12) break
  }
  b <- at(p[1], p[2])$b
  s2 <- sum(at(p[1], p[2])$e^2) / n
  top <- loglik(p[1], p[2])
  fisher <- function(p, b, s2, n, T) {
    rho <- p[1]; lam <- p[2]
    F <- at(rho, lam)$F
    e <- after(filter(d$y - rho * Wy, lam)) - as.vector(F %*% b)
    I <- matrix(0, K + 3, K + 3)
    I[1:K, 1:K] <- crossprod(F) / s2
    I[K + 3, K + 3] <- n / (2 * s2^2)
    if (information == "observed") {
      if (free[1]) {
        wy <- after(filter(Wy, lam))
        I[1:K, K + 1] <- crossprod(F, wy) / s2
        I[K + 1, K + 1] <- sum(wy^2) / s2 - T * d2(lw, rho)
        I[K + 1, K + 3] <- sum(e * wy) / s2^2
      }
      if (free[2]) {
        wu <- error_lag(p, b)
        L <- vapply(d$columns, function(m) after(d$WE %*% m), numeric(length(e)))
        I[1:K, K + 2] <- (crossprod(F, wu) + crossprod(L, e)) / s2
        I[K + 2, K + 2] <- sum(wu^2) / s2 - T * d2(le, lam)
        I[K + 2, K + 3] <- sum(e * wu) / s2^2
        if (free[1]) I[K + 1, K + 2] <- (sum(after(filter(Wy, lam)) * wu) + sum(e * after(d$WE %*% Wy))) / s2
      }
    } else {
      one <- diag(N)
      B <- if (free[2]) one - lam * d$WE else one
      G <- if (free[1]) d$W %*% solve(one - rho * d$W) else 0 * one
      H <- if (free[2]) d$WE %*% solve(B) else 0 * one
      M <- B %*% G %*% solve(B)
      tr <- function(A, C) sum(A * t(C))
      if (free[1]) {
        fitted <- Reduce(`+`, Map(`*`, b, d$columns))
        g <- after(B %*% (G %*% fitted))
        I[1:K, K + 1] <- crossprod(F, g) / s2
        I[K + 1, K + 1] <- T * (sum(M^2) + tr(G, G)) + sum(g^2) / s2
        I[K + 1, K + 3] <- T * sum(diag(G)) / s2
      }
      if (free[2]) {
        I[K + 2, K + 2] <- T * (sum(H^2) + tr(H, H))
        I[K + 2, K + 3] <- T * sum(diag(H)) / s2
        if (free[1]) I[K + 1, K + 2] <- T * (sum(M * H) + tr(M, H))
      }
    }
    I[lower.tri(I)] <- t(I)[lower.tri(I)]
    I[kept, kept]
  }
  kept <- c(rep(TRUE, K), free, TRUE)
  invert <- function(I) { size <- sqrt(diag(I)); solve(I / outer(size, size)) / outer(size, size) }
  unit <- effects %in% c("unit", "twoways"); time <- effects %in% c("time", "twoways")
  periods <- T
  if (correction == "bias") {
    #en Lee and Yu's (2010) correction of the direct estimates: with both effects they move by Sigma^-1 a / N.
    #zh Lee 和 Yu (2010) 对直接估计的偏差修正：双向效应时，估计值移动 Sigma^-1 a / N。
    if (unit && time && any(free)) {
      ones <- rep(1, N)
      bias <- function(w, at) if (is.null(w)) 0 else sum(w %*% solve(diag(N) - at * w, ones)) / N
      a <- c(numeric(K), bias(d$W, p[1]), bias(d$WE, p[2]), 1 / (2 * s2))
      move <- replace(numeric(K + 3), kept, as.vector(invert(fisher(p, b, s2, n, T) / n) %*% a[kept]) / N)
      b <- b + move[1:K]; p <- p + move[K + 1:2]; s2 <- s2 + move[K + 3]
    }
    s2 <- s2 * (if (unit) T / (T - 1) else 1) * (if (time && !(unit && any(free))) N / (N - 1) else 1)
    if (unit) periods <- T - 1
  }
  estimate <- c(b, p, s2)[kept]
  counted <- N * periods
  V <- invert(fisher(p, b, s2, counted, periods))
  list(estimate = estimate, se = sqrt(diag(V)), cov = V, rho = p[1], lam = p[2], loglik = top, n = counted)
}

#en Average direct, indirect and total effects (LeSage and Pace 2009), exact, with delta-method errors.
#zh 平均直接、间接与总效应（LeSage 和 Pace 2009），精确计算，标准误用 delta 法。
impacts <- function(fit, W, WX, regressors, lagged, constant) {
  first <- if (constant) 1 else 0
  K <- regressors; L <- length(lagged); places <- first + seq_len(K + L)
  if (!is.null(W)) places <- c(places, first + K + L + 1)
  N <- nrow(if (is.null(W)) WX else W)
  of <- function(q) {
    S <- if (is.null(W)) diag(N) else solve(diag(N) - q[K + L + 1] * W)
    own <- mean(diag(S)); all <- sum(S) / N
    SX <- if (L) S %*% WX else NULL
    theta <- replace(numeric(K), lagged, q[K + seq_len(L)])
    direct <- q[seq_len(K)] * own + if (L) theta * mean(diag(SX)) else 0
    total <- q[seq_len(K)] * all + if (L) theta * sum(SX) / N else 0
    as.vector(rbind(direct, total - direct, total))
  }
  q <- fit$estimate[places]
  slope <- vapply(seq_along(q), function(j) {
    h <- replace(numeric(length(q)), j, 1e-4 * max(abs(q[j]), 1e-2))
    (8 * (of(q + h) - of(q - h)) - (of(q + 2 * h) - of(q - 2 * h))) / (12 * sum(h))
  }, numeric(3 * K))
  list(estimate = of(q), se = sqrt(diag(slope %*% fit$cov[places, places] %*% t(slope))))
}

#en A listw of spdep for any matrix, repeated for each period: transformed weights may be negative, and a unit its own
#en neighbour, which spdep's own functions refuse.
#zh 由任意矩阵构造 spdep 的 listw，并按时期重复：变换后的权重可为负，个体也可与自身相邻，spdep 自身的函数会拒绝。
as_listw <- function(W, periods) {
  n <- nrow(W)
  places <- function(t, i) which(W[i, ] != 0) + (t - 1) * n
  neighbours <- list(); weights <- list()
  for (t in seq_len(periods)) for (i in seq_len(n)) {
    at <- which(W[i, ] != 0)
    neighbours[[(t - 1) * n + i]] <- if (length(at)) as.integer(places(t, i)) else 0L
    weights[[(t - 1) * n + i]] <- if (length(at)) W[i, at] else NULL
  }
  length(weights) <- length(neighbours)
  class(neighbours) <- "nb"
  attr(neighbours, "region.id") <- as.character(seq_along(neighbours))
  structure(list(style = "M", neighbours = neighbours, weights = weights), class = c("listw", "nb"),
            region.id = attr(neighbours, "region.id"))
}
