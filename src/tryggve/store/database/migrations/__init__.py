"""Forward steps of the tables; each released version's store is upgraded by them in the tests."""
