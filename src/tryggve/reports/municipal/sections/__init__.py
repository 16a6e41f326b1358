"""The chapters of a two-year draft."""
