"""Which methods are asked by default, and how much of the attention each may take.

The weights are a choice: nearly all false episodes that a list may have go to the method that finds most for them (see
`docs/reference/detection.md`); the others are there for what it cannot see.
"""

from __future__ import annotations

from tryggve.signals.groups import groups
from tryggve.signals.history import History
from tryggve.signals.methods import Method
from tryggve.signals.scan_detectors import ALL, PermutationScan, keys


def methods_for(history: History) -> tuple[Method, ...]:
    """The methods for a source. They are the same whatever categories it has, so that a calibration goes on holding."""
    del history
    looked_at = (ALL, *groups())
    permutation = PermutationScan(looked_at)
    return (Method(permutation, keys(permutation.method, looked_at), 1.0),)
