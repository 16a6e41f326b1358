"""Drafts from public figures that somebody has typed from their sources, without asking any source."""
