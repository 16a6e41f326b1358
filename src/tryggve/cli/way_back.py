"""`tryggve way-back`: a new way in, given by whoever runs the installation where nobody in the browser can."""

from __future__ import annotations

import argparse

from tryggve.cli.installation import add_data, enter
from tryggve.cli.place import now
from tryggve.domain.language import _


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve way-back`."""
    parser.add_argument(
        "who", metavar=_("WHO"), help=_("what the person logs in with: an address, or a reporter's code")
    )
    add_data(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the link: once, and nowhere else."""
    enter(arguments)
    from tryggve.web.people.operator import way_back_for

    print(way_back_for(arguments.who, at=now()))
    print(_("Give it to nobody else. It works once, within 24 hours. All devices of the account are logged out."))
    return 0
