"""The detectors of our own."""
