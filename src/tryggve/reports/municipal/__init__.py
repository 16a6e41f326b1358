"""The two-year lägesbild of a whole municipality from public figures alone: no incident, only others' tables."""
