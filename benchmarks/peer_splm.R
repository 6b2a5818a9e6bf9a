# Times splm's two-way lag model with W x among the regressors: Rscript peer_splm.R FOLDER
# FOLDER holds panel.csv (unit, period, y, x..., wx...), rows of a unit together, and links.csv (i, j, w from one).
suppressPackageStartupMessages({library(splm); library(spdep); library(Matrix)})
folder <- commandArgs(TRUE)[1]
panel <- read.csv(file.path(folder, "panel.csv"))
links <- read.csv(file.path(folder, "links.csv"))
N <- length(unique(panel$unit))
W <- mat2listw(as(sparseMatrix(links$i, links$j, x = links$w, dims = c(N, N)), "CsparseMatrix"), style = "W")
f <- reformulate(setdiff(names(panel), c("unit", "period", "y")), "y")
start <- proc.time()[["elapsed"]]
fit <- spml(f, panel, index = c("unit", "period"), listw = W, model = "within", effect = "twoways", lag = TRUE,
            spatial.error = "none", method = "LU")
seconds <- proc.time()[["elapsed"]] - start
status <- readLines("/proc/self/status")
peak <- as.numeric(gsub("[^0-9]", "", grep("VmHWM", status, value = TRUE))) / 1e6
cat(sprintf('{"fit": %f, "rho": %f, "peak": %f}\n', seconds, fit$spat.coef[[1]], peak))
