"""The first start, what must be in place before live data, and the settings of a municipality."""
