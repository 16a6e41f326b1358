"""The figures of one municipality from public sources: what is to be fetched, the run, and the one long table."""
