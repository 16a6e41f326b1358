"""What all parts of the web share: the municipality a request is in, its people, pages and their rights."""
