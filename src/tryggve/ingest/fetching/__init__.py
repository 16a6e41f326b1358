"""Fetches from public sources: one way out, with a throttle per source, answers kept on disk, retries, provenance."""
