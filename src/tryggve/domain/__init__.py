"""Vocabulary and rules: pure Python and numpy, no framework, no database."""
