"""The synthetic municipality: seeded draws of reports with known outbreaks, for timing and for detection quality."""
