"""Surveys: a design in TOML, and files with one respondent a row or with a finished table."""
