"""Tryggve: from reports to lägesbild, measure and follow-up in a municipality's crime prevention."""

__version__ = "0.1.0"
