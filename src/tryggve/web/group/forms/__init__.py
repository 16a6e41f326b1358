"""Forms of the group."""
