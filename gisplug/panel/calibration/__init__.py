"""How good a p and an interval are on the user's own panel: the estimator repeated on outcomes drawn under the null."""
