"""Work that takes long runs in a process of its own beside the worker, which goes on with the rest."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

_PATIENCE = 10.0
_at_work: dict[str, subprocess.Popen[bytes]] = {}


def begin(name: str, words: Sequence[str]) -> bool:
    """Run `tryggve worker` with some words, unless what was begun under the name is still at work."""
    known = _at_work.get(name)
    if known is not None and known.poll() is None:
        return False
    command = [sys.executable, "-m", "tryggve", "worker", *words, "--parent", str(os.getpid())]
    _at_work[name] = subprocess.Popen(command)
    return True


def wait() -> None:
    """Until all of it is done."""
    for one in _at_work.values():
        one.wait()


def end() -> None:
    """Stop it. What can go on where it was goes on when it is begun again."""
    for one in _at_work.values():
        if one.poll() is None:
            one.terminate()
    for one in _at_work.values():
        try:
            one.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()
    _at_work.clear()
