"""Signals to judge: detectors over a store, one ranked list, its calibration on the municipality's own history."""
