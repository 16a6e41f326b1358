"""Files and interfaces in, valid rows out; every row that could not go in comes back with the reason."""
