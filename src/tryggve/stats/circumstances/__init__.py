"""The level to expect of a municipality given its circumstances (age, sex, urbanity, socio-economy), checked on others.

What is left, observed against expected, is what these circumstances do not explain: never a measure of quality.
"""

from tryggve.stats.circumstances.counts import expected_counts
from tryggve.stats.circumstances.figures import expected_figures
from tryggve.stats.circumstances.result import ExpectedGiven

__all__ = ["ExpectedGiven", "expected_counts", "expected_figures"]
