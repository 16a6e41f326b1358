"""`make bench-national`: an invented country of 290 municipalities, serial and on a cluster of two workers.

What is made of files and what is measured is kept under build/national, so that a run that was stopped goes on where it
was; the measurements are forgotten when the page is written. Ends with 1 when something promised was not kept.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext
from pathlib import Path

from benchmarks.national.cluster import local_cluster
from benchmarks.national.measure import Measuring, measure
from benchmarks.national.page import national_page
from benchmarks.process import ROOT

PAGE = ROOT / "docs" / "reference" / "national.md"
FOLDER = ROOT / "build" / "national"


def main() -> int:
    """Measure and write the page; `--quick` takes a country of eight, to see that the measuring itself works."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.national", description="Mäter en nationell körning.")
    parser.add_argument("--quick", action="store_true", help="åtta små kommuner, bara för att pröva mätningen")
    parser.add_argument("--folder", type=Path, help="mapp för filer och mellanlager (annars build/national)")
    parser.add_argument("--out", type=Path, help="fil att skriva sidan till")
    arguments = parser.parse_args()
    folder = arguments.folder or FOLDER / ("quick" if arguments.quick else "full")
    with local_cluster() if arguments.quick else nullcontext("") as address:
        measuring = Measuring(folder.resolve(), "quick" if arguments.quick else "full", address)
        found = measure(measuring)
    text, broken = national_page(found)
    out = arguments.out or (None if arguments.quick else PAGE)
    if out:
        out.write_text(text, encoding="utf-8", newline="\n")
    measuring.forget()
    print(text)
    return 1 if broken and not arguments.quick else 0


if __name__ == "__main__":
    sys.exit(main())
