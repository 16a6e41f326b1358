"""Every write to a municipality's shared tables: keyword-only, `by=`, one transaction, its audit event in the same."""
