"""How much of the personal data in invented reports is found: measured on labelled lines, written as a page.

`python -m tests.known_answer.free_text.evaluate docs/reference/personuppgifter.md` writes the page (`make reference`).
A label is `{kind:origin|text}` in the line itself. A name is found when every word of it is covered by a finding of a
kind that is masked; what a person must judge is found when a finding of that kind overlaps it, and description,
ethnicity, religion and health count as one kind, since they often stand in the same words.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from scipy.stats import beta

from tryggve.ingest.privacy import find, to_judge

FOLDER = Path(__file__).parent
HALVES = ("build", "held_out")
LABEL = re.compile(r"\{([a-z]+):([a-z_]*)\|([^{}]*)\}")
MASKED = {"name": "namn", "nick": "smeknamn", "handle": "användarnamn"}
OF_PERSONS = ("description", "ethnicity", "religion", "health")
JUDGED = {
    "description": "beskrivning av en person", "ethnicity": "etniskt ursprung", "religion": "religion",
    "health": "hälsa", "suspicion": "misstanke mot en utpekad person",
}  # fmt: skip
ORIGINS = {
    "swedish": "svenskt", "arabic_persian": "arabiskt, persiskt", "turkish": "turkiskt", "bosnian": "bosniskt",
    "somali": "somaliskt", "finnish": "finskt", "polish": "polskt", "sami": "samiskt",
}  # fmt: skip
PERSON_KINDS = frozenset(("name", "nickname", "handle"))


@dataclass(frozen=True)
class Label:
    """What a person has marked at `start`..`end` of the plain text."""

    kind: str
    origin: str
    start: int
    end: int


@dataclass(frozen=True)
class Report:
    text: str
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Share:
    """k of n, with the exact interval of Clopper and Pearson (1934), 95 %."""

    k: int
    n: int

    @property
    def value(self) -> float:
        return self.k / self.n if self.n else float("nan")

    @property
    def low(self) -> float:
        return float(beta.ppf(0.025, self.k, self.n - self.k + 1)) if self.k else 0.0

    @property
    def high(self) -> float:
        return float(beta.ppf(0.975, self.k + 1, self.n - self.k)) if self.k < self.n else 1.0


@dataclass(frozen=True)
class Measured:
    """`leaks`: reports in which some part of some name was left. `precision`: findings of persons that are persons."""

    reports: int
    by_kind: dict[str, Share]
    by_origin: dict[str, Share]
    precision: Share
    judged_precision: Share
    leaks: Share


def parse(line: str) -> Report:
    """A labelled line as plain text and labels; ValueError where a bracket is left over."""
    text, labels, at = "", [], 0
    for label in LABEL.finditer(line):
        text += line[at : label.start()]
        labels.append(Label(label[1], label[2], len(text), len(text) + len(label[3])))
        text += label[3]
        at = label.end()
    text += line[at:]
    unknown = {label.kind for label in labels} - MASKED.keys() - JUDGED.keys()
    if unknown or re.search(r"[{}]", text):
        raise ValueError(f"not a labelled line: {line}")
    return Report(text, tuple(labels))


def read(path: Path) -> list[Report]:
    """The reports of a labelled file; blank lines and comments are left out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [parse(line) for line in lines if line.strip() and not line.startswith("#")]


def is_covered(report: Report, label: Label, covered: bytes) -> bool:
    """Whether every letter and digit of a label is covered."""
    return all(covered[i] for i in range(label.start, label.end) if report.text[i].isalnum())


def coverage(report: Report) -> bytes:
    """1 for every character that masking takes away."""
    covered = bytearray(len(report.text))
    for finding in find(report.text):
        covered[finding.start : finding.end] = b"\1" * (finding.end - finding.start)
    return bytes(covered)


def is_judged(report: Report, label: Label) -> bool:
    kinds = OF_PERSONS if label.kind in OF_PERSONS else (label.kind,)
    return any(f.kind in kinds and f.start < label.end and label.start < f.end for f in to_judge(report.text))


def is_right(report: Report, kinds: Iterable[str], start: int, end: int) -> bool:
    """Whether a finding overlaps a label of one of the kinds."""
    return any(label.kind in kinds and label.start < end and start < label.end for label in report.labels)


def measure(reports: list[Report]) -> Measured:
    """All figures of a labelled set."""
    masked: list[tuple[Label, bool]] = []
    judged: list[tuple[Label, bool]] = []
    leaking, right, right_judged = 0, [], []
    for report in reports:
        covered = coverage(report)
        here = [(label, is_covered(report, label, covered)) for label in report.labels if label.kind in MASKED]
        leaking += any(label.kind == "name" and not found for label, found in here)
        masked += here
        judged += [(label, is_judged(report, label)) for label in report.labels if label.kind in JUDGED]
        persons = [f for f in find(report.text) if f.kind in PERSON_KINDS]
        right += [is_right(report, MASKED, f.start, f.end) for f in persons]
        right_judged += [_judged_rightly(report, f.kind, f.start, f.end) for f in to_judge(report.text)]
    both = masked + judged
    return Measured(
        reports=len(reports),
        by_kind={kind: _share(both, lambda label, k=kind: label.kind == k) for kind in (*MASKED, *JUDGED)},
        by_origin={o: _share(masked, lambda label, o=o: label.kind == "name" and label.origin == o) for o in ORIGINS},
        precision=Share(sum(right), len(right)),
        judged_precision=Share(sum(right_judged), len(right_judged)),
        leaks=Share(leaking, len(reports)),
    )


def _judged_rightly(report: Report, kind: str, start: int, end: int) -> bool:
    return is_right(report, OF_PERSONS if kind in OF_PERSONS else (kind,), start, end)


def _share(found: list[tuple[Label, bool]], which: Callable[[Label], bool]) -> Share:
    chosen = [is_found for label, is_found in found if which(label)]
    return Share(sum(chosen), len(chosen))


def percent(value: float) -> str:
    """97,3 %"""
    return f"{100 * value:.1f}".replace(".", ",") + "\u00a0%"


def row(what: str, share: Share) -> str:
    if not share.n:
        return f"| {what} | 0 | – | – | – |"
    return f"| {what} | {share.n} | {share.k} | {percent(share.value)} | {percent(share.low)}–{percent(share.high)} |"


def table(head: str, rows: list[str]) -> str:
    return "\n".join([head, "| --- | ---: | ---: | ---: | --- |", *rows])


def worse(measured: Measured) -> str:
    """Which origins are found less often than others, in words."""
    below = [(s.value, o) for o, s in measured.by_origin.items() if s.n and s.value < 1]
    if not below:
        return "Alla namn i det här materialet hittades, vilket ursprung de än har."
    listed = ", ".join(f"{ORIGINS[o]} ({percent(value)})" for value, o in sorted(below))
    told = f"Sämst först bland de ursprung där något namn missades: {listed}."
    lowest = measured.by_origin[min(below)[1]]
    apart = all(lowest.high < share.low for share in measured.by_origin.values() if share is not lowest and share.n)
    certain = (
        "" if apart else " Intervallen överlappar: av så få namn går det inte att säga att skillnaderna är verkliga."
    )
    return told + certain


def section(title: str, measured: Measured) -> str:
    """The tables of one half."""
    leaks = measured.leaks
    per_1000 = f"{1000 * leaks.value:.1f}".replace(".", ",")
    bound = f"{1000 * leaks.high:.1f}".replace(".", ",")
    everyone = Share(
        sum(share.k for share in measured.by_origin.values()), sum(share.n for share in measured.by_origin.values())
    )
    origins = [row(ORIGINS[origin], share) for origin, share in measured.by_origin.items()]
    kinds = [row(name, measured.by_kind[kind]) for kind, name in (MASKED | JUDGED).items()]
    missed = (
        f"Rapporter där något namn, helt eller delvis, inte hittades: {per_1000} per 1 000, högst {bound} (övre "
        "gräns i 95-procentsintervallet)."
    )
    right, judged = measured.precision, measured.judged_precision
    precision = (
        f"Av det som hölls för namn, smeknamn eller användarnamn var {percent(right.value)} det ({right.k} av "
        f"{right.n}). Av det som lämnades till en människa att bedöma var {percent(judged.value)} något att bedöma "
        f"({judged.k} av {judged.n})."
    )
    return "\n\n".join(
        [
            f"## {title}",
            f"{measured.reports} rapporter.",
            table("| ursprung | namn i materialet | hittade | andel | intervall |", [*origins, row("alla", everyone)]),
            worse(measured),
            table("| slag av uppgift | i materialet | hittade | andel | intervall |", kinds),
            missed,
            precision,
        ]
    )


INTRO = """<!-- Skrivs av `make reference`: ändra koden eller materialet, inte sidan. -->

# Hur väl personuppgifter i fritext hittas

Tryggve letar efter namn, smeknamn och användarnamn i rapporternas text och maskerar dem. Beskrivningar av en person,
etniskt ursprung, religion, hälsa och misstankar mot någon utpekad maskeras aldrig av maskinen: de lämnas till en
människa att bedöma. Tabellerna visar hur stor del av det som finns i ett provmaterial som också hittas.

**En text där inget hittades är inte därmed fri från personuppgifter.** Läs alltid igenom det som ska lämnas vidare.

Om materialet:

- Det är påhittat och skrivet av oss själva, rad för rad, med märkning av varje uppgift. Verkliga rapporter kan se
  annorlunda ut, och då gäller inte andelarna.
- Det är tätt med namn. I verkliga rapporter är namn ovanligare, så antalet missade namn per 1 000 rapporter är lägre
  där än här.
- Ett namn räknas som hittat när varje ord i det är täckt. Intervallen är exakta 95-procentsintervall (Clopper och
  Pearson 1934); med så få namn per ursprung är de breda.
- Namnlistan kommer ur öppna källor (`src/tryggve/catalog/SOURCES.md`). Ovanliga namn, ovanliga stavningar och namn som
  också är svenska ord missas oftare, mest när de skrivs med liten bokstav."""
TITLES = {
    "held_out": "Material som reglerna inte har provats på",
    "build": "Material som reglerna har utvecklats på",
}


def render(folder: Path = FOLDER) -> str:
    """The page; the half that the rules were never tried on comes first where it is there."""
    halves = [name for name in reversed(HALVES) if (folder / f"{name}.txt").is_file()]
    parts = [section(TITLES[name], measure(read(folder / f"{name}.txt"))) for name in halves]
    if "held_out" in halves:
        parts[1:] = ["Siffrorna nedan är för goda: de mäter reglerna på det som de skrevs efter.\n\n" + parts[1]]
    return "\n\n".join([INTRO, *parts]) + "\n"


def main(page: Path) -> None:
    """Write the page."""
    page.write_text(render(), encoding="utf-8", newline="\n")
    print(page)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
