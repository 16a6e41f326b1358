"""Commands that can do several things, such as `tryggve store status` and `tryggve store verify`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tryggve.domain.language import LANGUAGES, _


@dataclass(frozen=True)
class Deed:
    """One of the things: what it does (msgid), its options, and what carries it out."""

    meaning: str
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def add_deeds(parser: argparse.ArgumentParser, deeds: Mapping[str, Deed]) -> None:
    """Let the words after the command choose one of the deeds."""
    # Without a language of their own, help is made by the parser's parent only.
    choices = parser.add_subparsers(dest="deed", metavar=_("WHAT"), required=True)
    for name, deed in deeds.items():
        own = choices.add_parser(name, help=_(deed.meaning), description=_(deed.meaning))
        own.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        deed.configure(own)
        own.set_defaults(carry_out=deed.run)


def run_deed(arguments: argparse.Namespace) -> int:
    """Carry out the chosen deed."""
    return int(arguments.carry_out(arguments))
