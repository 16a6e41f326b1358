"""A calibration in a file, as `tryggve backtest --calibration` writes it."""

from __future__ import annotations

import json
from pathlib import Path

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.signals.calibrate import Calibration
from tryggve.signals.sound import sound


def calibration_of_file(path: Path) -> Calibration:
    """The calibration in a file. FileError for a file that holds none."""
    try:
        return sound(Calibration.read(json.loads(path.read_text(encoding="utf-8"))))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise FileError(
            _("{file} is no calibration of this version.").format(file=path),
            _("Make one with tryggve backtest --calibration FILE."),
        ) from None
