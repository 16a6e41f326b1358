"""Every write to the store is a function here: keyword-only, `by=`, one transaction, its audit event in the same."""
