"""`make bench-detection`: asks all methods on all cases, resumable, and writes the page."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from benchmarks.detection.page import page, result
from benchmarks.detection.run import ROOT, answer, make, run_all
from benchmarks.detection.variants import VARIANTS

PAGE = ROOT / "docs" / "reference" / "detection.md"


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.detection", description="Prövar upptäckt av anhopningar."
    )
    parser.add_argument(
        "--quick", action="store_true", help="en dragning av varje, bara för att pröva; skriver ingen sida"
    )
    parser.add_argument("--only", nargs="*", help="bara dessa fall")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, help="fil att skriva sidan till")
    arguments = parser.parse_args()
    variants = [one for one in VARIANTS if not arguments.only or one.key in arguments.only]
    if arguments.quick:
        variants = [replace(one, seeds=one.seeds[:1]) for one in variants]
    run_all(
        [(one.key, seed, one.methods) for one in variants for seed in one.seeds], arguments.processes
    )  # fmt: skip
    results = []
    for one in variants:
        cases = [make(one.key, seed) for seed in one.seeds]
        finds = {method: [answer(one.key, seed, method) for seed in one.seeds] for method in one.methods}
        results.append(result(one, cases, finds))
    text = page(results, _series())
    out = arguments.out or (None if arguments.quick or arguments.only else PAGE)
    if out:
        out.write_text(text, encoding="utf-8", newline="\n")
    print(text)
    return 0


def _series() -> str:
    """The table of the weekly series, where it has been made."""
    try:
        from benchmarks.noufaily import noufaily_section
    except ImportError:
        return ""
    return str(noufaily_section())


if __name__ == "__main__":
    raise SystemExit(main())
