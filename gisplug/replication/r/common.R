#en Reading the data, and setting the numbers of R beside those of gisplug. Base R only.
#zh 读入数据，并把 R 的数字与 gisplug 的数字并列。只用基础 R。

read_data <- function(name) {
  read.csv(file.path("data", paste0(name, ".csv")), encoding = "UTF-8", stringsAsFactors = FALSE)
}

#en W as a matrix: rows and columns are the units by their unit_code.
#zh 矩阵 W：行与列为按 unit_code 排列的个体。
read_weights <- function(name, units) {
  links <- read.csv(file.path("data", paste0(name, ".csv")), encoding = "UTF-8")
  W <- matrix(0, units, units)
  W[cbind(links$row, links$column)] <- links$weight
  W
}

#en The rows of expected/NAME.csv are the terms, in the order of the estimates; an empty error is one that the step
#en does not print.
#zh expected/名称.csv 的各行即各项，次序与估计值相同；空缺的标准误表示该步骤没有给出。
report <- function(name, estimate, se) {
  ours <- read.csv(file.path("expected", paste0(name, ".csv")), encoding = "UTF-8", stringsAsFactors = FALSE)
  stopifnot(nrow(ours) == length(estimate), length(se) == length(estimate))
  apart <- function(a, b) abs(a - b) / pmax(abs(b), 1e-12)
  made <- data.frame(
    term = ours$term, estimate = as.numeric(estimate), se = as.numeric(se),
    gisplug_estimate = ours$estimate, gisplug_se = ours$se,
    difference_estimate = apart(as.numeric(estimate), ours$estimate),
    difference_se = apart(as.numeric(se), ours$se)
  )
  cat("\n", name, "\n", sep = "")
  print(format(made[, 1:5], digits = 8), row.names = FALSE)
  cat("largest relative difference: estimates ", format(max(made$difference_estimate, na.rm = TRUE), digits = 2),
      ", errors ", format(max(c(0, made$difference_se), na.rm = TRUE), digits = 2), "\n", sep = "")
  dir.create("results", showWarnings = FALSE)
  write.csv(made, file.path("results", paste0(name, ".csv")), row.names = FALSE, fileEncoding = "UTF-8")
  invisible(made)
}

#en run_all.R goes on where a package is absent that a script cannot do without.
#zh 若缺少脚本必需的程序包，run_all.R 会继续运行其余脚本。
needs <- function(package) {
  if (!requireNamespace(package, quietly = TRUE)) {
    text <- paste("package", package, "is not installed: this script was not run")
    stop(structure(list(message = text, call = NULL), class = c("absent", "error", "condition")))
  }
}

#en What a package says is printed beside, where the package is installed; the numbers above do not need it.
#zh 若装有相应程序包，则把其结果并列打印；上面的数字不依赖它。
beside <- function(package, code) {
  if (Sys.getenv("BESIDE") == "no") return(invisible(NULL))
  if (!requireNamespace(package, quietly = TRUE)) {
    cat("package ", package, " is not installed: its call was not run\n", sep = "")
    return(invisible(NULL))
  }
  found <- tryCatch(code(), error = function(problem) conditionMessage(problem))
  cat("the same by ", package, ":\n", sep = "")
  print(found, digits = 8)
  invisible(found)
}
