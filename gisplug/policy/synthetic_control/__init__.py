"""Weights of synthetic controls and the draws that their errors rest on; `synthetic.py` above is the estimator."""
