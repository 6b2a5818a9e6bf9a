"""Four published designs as studies that run here: SYNTHETIC data made by seed, calibrated to the published figures.
Templates to start an own study from are in `study/templates`.
"""
