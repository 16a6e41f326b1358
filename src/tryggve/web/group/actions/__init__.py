"""Every write of the group: keyword-only, `by=` and `at=`, one transaction, its audit event in the same."""
