"""The two-year draft from public figures."""
