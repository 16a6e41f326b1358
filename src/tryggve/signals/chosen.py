"""Which methods are asked by default, and how much of the attention each may take.

The weights are a choice: most of the false episodes that a list may have go to the method that finds most of what
gathers (`detectors.emerging`, unrest; see `docs/reference/detection.md`); the others are there for what it cannot see,
at little cost to it.
"""

from __future__ import annotations

from tryggve.signals.detectors.emerging import EmergingDetector
from tryggve.signals.groups import UNREST, groups, single_categories
from tryggve.signals.history import History
from tryggve.signals.methods import Method
from tryggve.signals.near_repeat_detector import NearRepeats
from tryggve.signals.scan_detectors import ALL, ExpectedScan, PermutationScan, keys
from tryggve.signals.series_detector import WeeklySeries


def methods_for(history: History) -> tuple[Method, ...]:
    """The methods for a source. They are the same whatever categories it has, so that a calibration goes on holding."""
    del history
    main, scan = EmergingDetector((UNREST,)), ExpectedScan((ALL, *groups()))
    blind, near = PermutationScan((ALL, *groups())), NearRepeats((ALL, UNREST))
    weeks = WeeklySeries((ALL, *groups(), *single_categories()))
    return (
        Method(main, keys(main.method, main.groups), 6.0),
        Method(scan, keys(scan.method, scan.groups), 1.5),
        Method(blind, keys(blind.method, blind.groups), 1.0),
        Method(near, keys(near.method, near.groups), 0.5),
        Method(weeks, keys(weeks.method, weeks.groups), 0.5),
    )
