"""Every write about reports: keyword-only, one transaction, its audit event in the same."""
