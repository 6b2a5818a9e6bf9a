"""How quantile regressions of panels are computed: the check loss, and what each method makes of effects."""
