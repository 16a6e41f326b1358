"""`tryggve worker`: letters, reminders and all else that falls due, in a process of its own."""

from __future__ import annotations

import argparse
import os
import signal
import threading

from tryggve.cli.installation import add_data, enter
from tryggve.domain.language import _


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve worker`."""
    add_data(parser)
    parser.add_argument("--once", action="store_true", help=_("do what is due now, then stop"))
    parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--learn", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Work until told to stop."""
    if arguments.learn:
        return _learn(arguments)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_told: stop.set())
    enter(arguments)
    from tryggve.web.setup.worker import run as work

    if arguments.once or arguments.parent is None:
        from tryggve.web.setup.ready import refuse_unready

        refuse_unready()
    work(stop=stop, once=arguments.once, parent=arguments.parent)
    return 0


def _learn(arguments: argparse.Namespace) -> int:
    """One piece of work that takes long, for the worker that began this process: those who wait for pages go before."""
    if hasattr(os, "nice"):
        os.nice(10)
    enter(arguments)
    from tryggve.web.core import clock
    from tryggve.web.core.municipal import entered
    from tryggve.web.situation.actions.learning import learn

    with entered(arguments.learn):
        learn(at=clock.now, goes_on=lambda: arguments.parent is None or os.getppid() == arguments.parent)
    return 0
