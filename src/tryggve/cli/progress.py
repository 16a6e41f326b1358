"""What a command is doing, on standard error, so that nobody wonders whether it has stopped."""

from __future__ import annotations

import sys
from typing import Any, TextIO

from tryggve.ingest.visible_text import printable


class Progress:
    """One line at a time: a moving one in a terminal, plain lines elsewhere. Use `step`, `say`, then `done`."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._status: Any = None

    def step(self, text: str) -> None:
        """What is being done now."""
        text = printable(text)
        if not self._stream.isatty():
            print(f"{text} …", file=self._stream)
            return
        from rich.console import Console
        from rich.text import Text

        if self._status is None:
            self._status = Console(file=self._stream).status("")
            self._status.start()
        self._status.update(Text(text))  # as text: a name in brackets is no markup

    def say(self, text: str) -> None:
        """Something that stays on the screen."""
        self._pause()
        print(printable(text), file=self._stream)

    def done(self) -> None:
        """Nothing more is being done."""
        self._pause()

    def _pause(self) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None
