"""Pictures of sensitivity: the specification curve, influence, placebo weights."""
