"""The chapters of a lägesbild, one module each: context in, section and findings out."""
