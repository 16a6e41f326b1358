"""The steps of a version to come, for tests of upgrading: those of today and one more."""
