"""How well gatherings are found, and how soon, at a given rate of false episodes: `make bench-detection`."""
