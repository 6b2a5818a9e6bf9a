#en Least squares and instrumental variables on data from which fixed effects are taken out. Base R only.
#zh 剔除固定效应后的最小二乘与工具变量估计。只用基础 R。

codes <- function(labels) as.integer(factor(labels))

#en Take out the effects by turns until nothing moves; a slope makes a grouping's effects slopes of that variable.
#zh 交替剔除各组效应直到不再变动；给出 slope 时，该分组的效应为该变量的斜率。
take_out <- function(M, groups, slopes, root) {
  M <- as.matrix(M)
  if (length(groups) == 0) return(M)
  size <- pmax(apply(M, 2, sd), 1e-300)
  for (sweep in 1:20000) {
    before <- M
    for (a in seq_along(groups)) {
      s <- (if (is.null(slopes[[a]])) 1 else slopes[[a]]) * root
      share <- rowsum(M * s, groups[[a]]) / as.vector(rowsum(s^2 + 0 * M[, 1], groups[[a]]))
      share[!is.finite(share)] <- 0
      M <- M - s * share[groups[[a]], , drop = FALSE]
    }
    if (length(groups) == 1 || max(abs(M - before) %*% diag(1 / size, ncol(M))) < 1e-13) break
  }
  M
}

#en How many of the effects are independent: two groupings lose one for each connected part.
#zh 独立效应的个数：两个分组时，每个连通部分少一个。
rank_of <- function(groups, slopes) {
  count <- length(groups)
  if (count == 0) return(0)
  plain <- all(vapply(slopes, is.null, TRUE))
  if (plain && count == 1) return(max(groups[[1]]))
  if (plain && count == 2) {
    part <- seq_len(max(groups[[1]]))
    repeat {
      least <- tapply(part[groups[[1]]], groups[[2]], min)
      now <- as.vector(tapply(least[groups[[2]]], groups[[1]], min))
      if (all(now == part)) break
      part <- now
    }
    return(max(groups[[1]]) + max(groups[[2]]) - length(unique(part)))
  }
  dummies <- lapply(seq_len(count), function(a) {
    made <- outer(groups[[a]], seq_len(max(groups[[a]])), "==") * 1
    if (is.null(slopes[[a]])) made else made * slopes[[a]]
  })
  qr(do.call(cbind, dummies), tol = 1e-9)$rank
}

#en Effects nested in a cluster do not count for clustered errors, as in fixest and reghdfe.
#zh 嵌套于聚类之内的效应在聚类标准误中不计入，与 fixest、reghdfe 相同。
counted_effects <- function(groups, slopes, clusters) {
  free <- 0
  for (a in seq_along(groups)) {
    inside <- any(vapply(clusters, function(c) {
      all(tapply(c, groups[[a]], function(v) length(unique(v))) == 1)
    }, TRUE))
    if (inside) free <- free + max(groups[[a]]) - (if (is.null(slopes[[a]])) 1 else 0)
  }
  rank_of(groups, slopes) - free
}

bartlett <- function(sums, lags, clock) {
  whole <- matrix(0, max(clock) - min(clock) + 1, ncol(sums))
  whole[clock - min(clock) + 1, ] <- sums
  if (is.null(lags)) lags <- floor(4 * (nrow(sums) / 100)^(2 / 9))
  middle <- crossprod(whole)
  for (lag in seq_len(min(lags, nrow(whole) - 1))) {
    cross <- crossprod(whole[-seq_len(lag), , drop = FALSE], whole[seq_len(nrow(whole) - lag), , drop = FALSE])
    middle <- middle + (1 - lag / (lags + 1)) * (cross + t(cross))
  }
  middle
}

#en Negative eigenvalues of a two-way clustered covariance are set to nought (of its correlations).
#zh 双向聚类协方差阵的负特征值（按其相关阵）置零。
positive <- function(V) {
  size <- sqrt(abs(diag(V)))
  size[size == 0] <- 1
  found <- eigen(V / outer(size, size), symmetric = TRUE)
  if (min(found$values) >= 0) return(V)
  found$vectors %*% (pmax(found$values, 0) * t(found$vectors)) * outer(size, size)
}

#en Classical; robust is HC1; clusters G/(G-1) (n-1)/(n-K), G the smaller number of groups, two ways V1 + V2 - V12;
#en Driscoll-Kraay with a Bartlett kernel and the same factor. K counts coefficients and effects as said above.
#zh classical 为经典；robust 为 HC1；聚类乘 G/(G-1) (n-1)/(n-K)，G 为较小的组数，双向为 V1 + V2 - V12；
#zh Driscoll-Kraay 用 Bartlett 核与同样的因子。K 按上述方式计入系数与效应。
covariance <- function(bread, hat, e, parameters, errors, clusters, lags, clock) {
  n <- nrow(hat)
  free <- n - parameters
  scores <- hat * e
  if (errors == "classical") return(bread %*% crossprod(hat) %*% t(bread) * (sum(e^2) / free))
  if (errors == "robust") return(bread %*% crossprod(scores) %*% t(bread) * (n / free))
  few <- min(vapply(clusters, max, 1))
  scale <- few / (few - 1) * (n - 1) / free
  if (errors == "driscoll-kraay") {
    sums <- rowsum(scores, clusters[[1]])
    when <- as.vector(tapply(clock, clusters[[1]], min))
    return(bread %*% bartlett(sums, lags, when) %*% t(bread) * scale)
  }
  middle <- 0
  for (c in clusters) middle <- middle + crossprod(rowsum(scores, c))
  if (length(clusters) == 2) {
    both <- codes(paste(clusters[[1]], clusters[[2]]))
    middle <- middle - crossprod(rowsum(scores, both))
  }
  positive(bread %*% middle %*% t(bread)) * scale
}

#en y (n), X (n, k); Z: instruments of the columns `endogenous` of X, in place of which they and the other columns stand.
#zh y (n)，X (n, k)；Z：X 中 endogenous 各列的工具变量，与其余各列一起作为工具。
fit_panel <- function(y, X, groups = list(), slopes = vector("list", length(groups)), weight = NULL, constant = FALSE,
                      errors = "classical", clusters = list(), lags = NULL, clock = NULL,
                      Z = NULL, endogenous = NULL, estimator = "2sls") {
  X <- as.matrix(X)
  groups <- lapply(groups, codes)
  clusters <- lapply(clusters, codes)
  n <- length(y)
  root <- if (is.null(weight)) rep(1, n) else sqrt(weight)
  if (constant) X <- cbind(X, 1)
  k <- ncol(X)
  flat <- take_out(cbind(y, X, Z) * root, groups, slopes, root)
  y <- flat[, 1]
  X <- flat[, 1 + seq_len(k), drop = FALSE]
  counted <- counted_effects(groups, slopes, if (errors == "cluster") clusters)
  if (is.null(Z)) {
    hat <- X
  } else {
    every <- cbind(flat[, -seq_len(1 + k), drop = FALSE], X[, -endogenous, drop = FALSE])
    inside <- function(M) qr.fitted(qr(every, tol = 1e-12), M)
    hat <- inside(X)
    if (estimator == "liml") {
      own <- cbind(y, X[, endogenous, drop = FALSE])
      others <- X[, -endogenous, drop = FALSE]
      outside <- if (ncol(others)) qr.resid(qr(others), own) else own
      least <- min(Re(eigen(solve(crossprod(own - inside(own)), crossprod(outside)), only.values = TRUE)$values))
      hat <- X - least * (X - inside(X))
    }
  }
  size <- sqrt(colSums(hat^2))
  hat <- hat %*% diag(1 / size, k)
  R <- X %*% diag(1 / size, k)
  bread <- if (is.null(Z)) chol2inv(qr.R(qr(R, tol = 1e-12))) else solve(crossprod(hat, R))
  b <- if (is.null(Z)) qr.coef(qr(R, tol = 1e-12), y) else bread %*% crossprod(hat, y)
  e <- as.vector(y - R %*% b)
  V <- covariance(bread, hat, e, k + counted, errors, clusters, lags, clock)
  list(estimate = as.vector(b) / size, se = sqrt(diag(V)) / size, cov = V / outer(size, size))
}
