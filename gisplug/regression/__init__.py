"""Panel regressions without spatial lags: fixed effects, GLS, IV, GMM, threshold, quantile, mediation, heterogeneity.
Regressions around the start of a policy are in `policy`.
"""
