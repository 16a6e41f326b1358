"""What the command line asks of the material of a lägesbild."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING

from tryggve.domain.period import Period

if TYPE_CHECKING:
    from tryggve.reports.request import Request


def request_of(arguments: argparse.Namespace, period: Period, scope: tuple[str, str] | None) -> Request:
    """What the command line asks of the material."""
    from tryggve.reports.request import Request
    from tryggve.reports.tree import Audience

    settings = arguments.settings
    seed = settings.seed if arguments.seed is None else arguments.seed
    # Only a document of a period that is not over depends on the day it is asked for.
    today = arguments.today or dt.date.today()  # noqa: DTZ011, TID251
    return Request(period, scope, Audience(arguments.audience), seed, settings.small_number, today)
