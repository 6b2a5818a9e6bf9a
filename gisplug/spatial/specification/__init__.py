"""Which spatial model to believe: LM, LR, Wald, Hausman and Moran tests, posterior probabilities, the decision chain.
Tests of a panel before any model (unit roots) are in `panel`.
"""
