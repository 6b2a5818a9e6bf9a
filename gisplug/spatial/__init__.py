"""Spatial panel models: `models/` estimates them, `effects/` says what they mean, `specification/` says which one to
believe.
`sample` is what they see of a panel, `result` what they found.
"""
