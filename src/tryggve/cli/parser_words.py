"""The parser's own words in the user's language.

argparse takes its texts through gettext's default domain, which is English everywhere. Here they are marked, so that
they come into our catalogue, and argparse is told to look there.
"""

from __future__ import annotations

import argparse

from tryggve.domain import language
from tryggve.domain.language import N_

WORDS = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("the following arguments are required: %s"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
)
"""What argparse says on Python 3.11 to 3.13; a text that is not here comes in English."""


def speak_our_language() -> None:
    """Let argparse take its texts from our catalogue."""
    vars(argparse)["_"] = language._
    vars(argparse)["ngettext"] = language.ngettext
