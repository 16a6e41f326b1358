"""People who log in, and the municipalities of the installation."""
