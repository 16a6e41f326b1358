"""The lägesbild: one tree of findings and sections, and the documents that render it."""
