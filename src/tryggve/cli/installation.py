"""Which installation of the web a command is about, and Django set up for it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tryggve.domain.language import _

DATA, EXAMPLE = "TRYGGVE_DATA", "TRYGGVE_EXAMPLE"


def add_data(parser: argparse.ArgumentParser) -> None:
    """`--data DIR`."""
    parser.add_argument(
        "--data", type=Path, metavar=_("DIR"),
        help=_("folder of the installation (default {variable}, else tryggve-data)").replace("{variable}", DATA),
    )  # fmt: skip


def enter(arguments: argparse.Namespace) -> None:
    """Set Django up for the installation that is meant: before anything of the web is imported."""
    if arguments.data is not None:
        os.environ[DATA] = str(arguments.data.absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "tryggve.web.settings"
    import django

    django.setup()
