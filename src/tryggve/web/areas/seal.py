"""The fingerprint of answers: taken when they are locked and kept in the log, so that a later change is seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from tryggve.web.areas.models import Rater, Round, Said


def fingerprint(rows: Iterable[Said]) -> str:
    """SHA-256 of questions, answers and texts."""
    said = sorted([one.question, one.sign, one.text] for one in rows)
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def unchanged(found: Round, raters: Iterable[Rater]) -> bool:
    """Whether all that was locked is as it was; where texts have gone by decision there is nothing to tell it by."""
    if found.texts_gone_at is not None:
        return True
    locked = [one for one in raters if one.locked_at is not None]
    same = all(one.fingerprint == fingerprint(one.answers.all()) for one in locked)
    return same and (found.agreed_at is None or found.fingerprint == fingerprint(found.consensus.all()))
