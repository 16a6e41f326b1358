"""Answers of public sources on disk, by what was asked: a fetch that broke off goes on where it was."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from tryggve.domain.private_file import part_in


@dataclass(frozen=True)
class Question:
    """What is asked of a source: an address, and a body where the question is posted."""

    address: str
    body: bytes | None = None

    @property
    def shown(self) -> str:
        """The whole question in one line."""
        return self.address if self.body is None else f"{self.address} {self.body.decode()}"


@dataclass(frozen=True)
class Answer:
    """The bytes as they came, and when (UTC)."""

    question: Question
    content: bytes
    fetched: dt.datetime
    kind: str

    @property
    def sha256(self) -> str:
        """Checksum of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


class KeptAnswers:
    """Answers in a folder; each is two files, so that the bytes can be opened as they came."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, question: Question, *, now: dt.datetime, kept: dt.timedelta | None) -> Answer | None:
        """The answer to the same question, if it is no older than `kept` (None: any age) and its bytes are whole."""
        place = self._place(question)
        try:
            about = json.loads(place.with_suffix(".json").read_text(encoding="utf-8"))
            content = place.read_bytes()
            fetched = dt.datetime.fromisoformat(about["fetched"])
            answer = Answer(question, content, fetched, about["kind"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if answer.sha256 != about.get("sha256") or (kept is not None and now - fetched > kept):
            return None
        return answer

    def keep(self, answer: Answer) -> None:
        """Put an answer away. The bytes go first: without its description they count as nothing."""
        place = self._place(answer.question)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        about = {
            "address": answer.question.address, "body": (answer.question.body or b"").decode(),
            "fetched": answer.fetched.isoformat(), "kind": answer.kind, "sha256": answer.sha256,
        }  # fmt: skip
        _write(place, answer.content)
        _write(place.with_suffix(".json"), json.dumps(about, ensure_ascii=False, indent=1).encode())

    def forget(self, question: Question) -> None:
        """Throw an answer away that turned out to be of no use."""
        place = self._place(question)
        place.with_suffix(".json").unlink(missing_ok=True)
        place.unlink(missing_ok=True)

    def forget_before(self, moment: dt.datetime) -> None:
        """Throw away what was put in place before a moment."""
        for file in self._folder.glob("*.*"):
            if file.stat().st_mtime < moment.timestamp():
                file.unlink(missing_ok=True)

    def _place(self, question: Question) -> Path:
        asked = hashlib.sha256(question.address.encode() + b"\0" + (question.body or b"")).hexdigest()
        return self._folder / f"{asked[:40]}.answer"


def _write(path: Path, content: bytes) -> None:
    with part_in(path.parent) as part:
        part.write_bytes(content)
        os.replace(part, path)
