"""The small areas of a municipality in a two-year draft: their conditions, how they are divided, what is listed."""
