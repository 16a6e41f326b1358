"""Reads a table out of a file of any of the kinds that municipalities have; see `read`."""

from tryggve.ingest.tables.reading import read

__all__ = ["read"]
