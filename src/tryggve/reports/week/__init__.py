"""The working week: a fast live view of a store, made with few questions and without the whole lägesbild."""
