"""Efficiency by data envelopment analysis: radial scores, slacks, super-efficiency, and the Malmquist index. Not here:
stochastic frontiers.
"""
