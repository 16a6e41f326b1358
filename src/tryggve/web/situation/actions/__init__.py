"""Every write of this part: keyword-only, `by=`, one transaction, its audit event in the same."""
