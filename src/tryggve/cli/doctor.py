"""`tryggve doctor`: what is wrong with an installation of the web, and how to mend it."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from tryggve.cli.installation import add_data, enter
from tryggve.cli.place import now
from tryggve.domain.language import _, ngettext
from tryggve.ingest.visible_text import printable

if TYPE_CHECKING:
    from tryggve.web.setup.findings import Finding


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve doctor`."""
    add_data(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help=_("form of the answer"))


def run(arguments: argparse.Namespace) -> int:
    """Look at everything; 1 where something must be mended."""
    enter(arguments)
    from tryggve.web.setup.doctor import examine
    from tryggve.web.setup.findings import State

    found = examine(now())
    broken = sum(finding.state is State.WRONG for finding in found)
    if arguments.format == "json":
        print(json.dumps([finding.plain() for finding in found], ensure_ascii=False, indent=1))
    else:
        for finding in found:
            print(printable(_line(finding)))
            if finding.mend:
                print(printable(f"    → {finding.mend}"))
        told = ngettext("{n} thing must be mended.", "{n} things must be mended.", broken).format(n=broken)
        print(told if broken else _("Nothing must be mended."))
    return 1 if broken else 0


def _line(finding: Finding) -> str:
    words = {"right": _("right"), "look": _("look"), "wrong": _("WRONG")}
    head = f"[{words[str(finding.state)]}] " + (f"{finding.municipality}: " if finding.municipality else "")
    return f"{head}{finding.what}" + (f": {finding.told}" if finding.told else "")
