"""What the lägesbild asks the other parts. `web.wiring` connects the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from tryggve.domain.period import Period
from tryggve.web.core.hooks import Hook
from tryggve.web.core.hooks_of_group import Line
from tryggve.web.core.member import Member


class Reach(IntEnum):
    """How far what an organisation has told may go. Each step holds those before it."""

    NAMED = 0  # that it has told, in the full version; none of its words
    FULL = 1  # its words, with its conditions beside them, for those who read reports
    SHARED = 2  # its words, for the authorities that get the fastställda lägesbild


@dataclass(frozen=True)
class Told:
    """What an organisation has told in its own words: in a lägesrapport or at the table.

    `where` says which of them and when, `terms` who may know it. `texts` are (heading, text), empty where none may be
    quoted. `used`: the coordinator has taken it into the lägesbild; else it waits to be read.
    """

    organisation: str
    organisation_kind: str
    where: str
    terms: str
    conditions: str
    reach: Reach
    texts: tuple[tuple[str, str], ...] = ()
    used: bool = True


told_of: Hook[[Period], Sequence[Told]] = Hook()
"""Asked for what organisations have told of a period."""

not_done: Hook[[Period, Member], Sequence[Line]] = Hook()
"""Asked for what is not done that bears on a period, for whoever is about to fix its lägesbild."""
