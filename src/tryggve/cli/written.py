"""Files that a command leaves: whole or not at all, for their owner alone."""

from __future__ import annotations

import os
from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """Write a file anew. A file of the name is replaced when all of the new one is there."""
    from tryggve.domain.private_file import part_in

    path.parent.mkdir(parents=True, exist_ok=True)
    with part_in(path.parent) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, path)
