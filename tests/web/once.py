"""What takes long to make and is only copied: made by one worker of a run, used by all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fasteners import InterProcessLock


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder of that name; `make` is given one that does not exist yet, by whichever worker comes first."""
    base = factory.getbasetemp()
    common = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = common / name, common / f"{name}.done"
    with InterProcessLock(common / f"{name}.lock"):
        if not done.exists():
            make(folder)
            done.touch()
    return folder
