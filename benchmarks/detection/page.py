"""The page in Swedish, made of nothing but the answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.detection.case import Case, Find
from benchmarks.detection.methods import METHODS
from benchmarks.detection.scoring import RATES, Scored, score
from benchmarks.detection.variants import TUNED_ON, Variant
from tryggve.stats.rates import share

NAMES = {method.key: method.name for method in METHODS}


@dataclass(frozen=True)
class Result:
    """A variant with its cases and the scores of each method."""

    variant: Variant
    cases: tuple[Case, ...]
    finds: dict[str, list[list[Find]]]
    scores: dict[str, list[Scored]]

    @property
    def wanted(self) -> int:
        return len(next(iter(self.scores.values()))[0].found)


def result(variant: Variant, cases: Sequence[Case], finds: dict[str, list[list[Find]]]) -> Result:
    return Result(variant, tuple(cases), finds, {key: score(cases, own) for key, own in finds.items()})


def page(results: Sequence[Result], after: str = "") -> str:
    by_part: dict[str, list[Result]] = {}
    for one in results:
        by_part.setdefault(one.variant.part, []).append(one)
    parts = [_HEAD]
    for key, write in _PARTS.items():
        if key in by_part:
            parts.append(write(by_part[key], by_part))
    if after:
        parts.append(after)
    return "\n\n".join(parts).rstrip() + "\n"


def _base(own: list[Result], _every: dict[str, list[Result]]) -> str:
    return "\n\n".join(_full_table(one) for one in own)


def _full_table(one: Result) -> str:
    days = sum(case.days for case in one.cases)
    text = (
        f"## {one.variant.name[0].upper() + one.variant.name[1:]}\n\n{len(one.cases)} dragningar (frön "
        f"{one.variant.seeds[0]}–{one.variant.seeds[-1]}; metoden "
        f"ställdes in på frön {TUNED_ON}), {days // len(one.cases)} dagar var, {one.wanted} anhopningar med minst åtta "
        "händelser utöver de vanliga. Andel funna med 95-procentigt intervall; inom parentes mediandagar från början "
        "bland de funna / bland alla, där en missad räknas som senare än alla funna; sist antal områden per signal."
    )
    lines = ["| Metod | " + " | ".join(f"1 per {rate} d" for rate in RATES) + " |", "| --- |" + " --- |" * len(RATES)]
    for key, scores in one.scores.items():
        lines.append(f"| {NAMES[key]} | " + " | ".join(_full(s, one.wanted) for s in scores) + " |")
    return text + "\n\n" + "\n".join(lines) + "\n\n" + _paired(one)


def _paired(one: Result) -> str:
    ours, peer = one.scores["emerging"], one.scores["ebp"]
    rows = [
        "| Falska episoder | Andel | Dagar (funna) | Dagar (alla) | Områden | Bara vi fann | Bara EBP fann |",
        "| --- | --: | --: | --: | --: | --: | --: |",
    ]
    for a, b in zip(ours, peer, strict=True):
        only = sum(x and not y for x, y in zip(a.found, b.found, strict=True))
        other = sum(y and not x for x, y in zip(a.found, b.found, strict=True))
        late = _signed(a.late - b.late) if np.isfinite([a.late, b.late]).all() else "–"
        rows.append(
            f"| 1 per {a.rate} d | {_signed(a.share - b.share, 2)} | {_signed(a.delay - b.delay)} | {late} | "
            f"{_signed(a.areas - b.areas)} | {only} | {other} |"
        )
    return "Skillnad mot EBP-skanningen (högst 15 områden) på samma dragningar:\n\n" + "\n".join(rows)


def _null(own: list[Result], every: dict[str, list[Result]]) -> str:
    (one,) = own
    base = every["base"][0]
    days = sum(case.days for case in one.cases)
    lines = [
        "| Metod | " + " | ".join(f"väntat 1 per {rate} d" for rate in RATES) + " |",
        "| --- |" + " --- |" * len(RATES),
    ]
    for key in one.scores:
        cells = []
        for told in base.scores[key]:
            number = _episodes(one, key, told.threshold)
            cells.append(f"{number} av väntade {_number(days / told.rate, 0)}")
        lines.append(f"| {NAMES[key]} | " + " | ".join(cells) + " |")
    return (
        f"## År utan anhopningar\n\nTrösklarna från grundfallet på {len(one.cases)} andra kommuner, {days} dagar, där "
        "inget hänt: så många falska episoder blev det.\n\n" + "\n".join(lines)
    )


def _episodes(one: Result, key: str, threshold: float) -> int:
    from tryggve.signals.episodes import FindColumns

    return sum(
        FindColumns.of((day, areas, -x) for day, areas, x in finds).episodes(-threshold) for finds in one.finds[key]
    )


def _table(heading: str, text: str) -> Callable[[list[Result], dict[str, list[Result]]], str]:
    def write(own: list[Result], _every: dict[str, list[Result]]) -> str:
        lines = ["| Fall | Anhopningar | Metod | " + " | ".join(f"1 per {rate} d" for rate in RATES) + " |",
                 "| --- | --: | --- |" + " --- |" * len(RATES)]  # fmt: skip
        for one in own:
            for number, (key, scores) in enumerate(one.scores.items()):
                what = (one.variant.name, str(one.wanted)) if number == 0 else ("", "")
                lines.append(f"| {what[0]} | {what[1]} | {NAMES[key]} | " + " | ".join(map(_short, scores)) + " |")
        return f"## {heading}\n\n{text}\n\n" + "\n".join(lines)

    return write


def _full(s: Scored, wanted: int) -> str:
    if not wanted:
        return "–"
    exact = share(sum(s.found), wanted).interval
    found = f"**{_number(s.share, 2)}** [{_number(exact.low, 2)}; {_number(exact.high, 2)}]"
    return f"{found} ({_days(s.delay)} / {_days(s.late)}) {_number(s.areas, 1)}"


def _short(s: Scored) -> str:
    return f"{_number(s.share, 2)} ({_days(s.delay)}) {_number(s.areas, 1)}" if s.found else "–"


def _days(value: float) -> str:
    return _number(value, 0 if value == int(value) else 1) if np.isfinite(value) else "missad" if value > 0 else "–"


def _number(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")


def _signed(value: float, decimals: int = 1) -> str:
    return ("+" if value > 0 else "−" if value < 0 else "±") + _number(abs(value), decimals)


_HEAD = """<!-- Skriven av `make bench-detection`: mät om, ändra inte sidan för hand. -->

# Hur väl anhopningar upptäcks

Metoderna prövas på påhittade kommuner där man vet var och när något extra hände (`benchmarks/synthetic`), och på
verkliga händelser med insatta anhopningar. Grundfallet: 130 000 invånare, 75 områden, fyra år, omkring 15 000 händelser
om året, tolv anhopningar i den prövade hälften (1–6 grannområden, 7–28 dagar, 1,5–4 gånger så många händelser av oro
som vanligt, stigande under den första tredjedelen). Så räknas det:

- *Funnen*: en signal vars områden överlappar anhopningens mellan dess första dag och tre dagar efter den sista.
- De 28 dagarna efter räknas varken för eller emot. Anhopningar med färre än åtta extra händelser räknas inte som
  missade.
- *Falsk episod*: signaler vars områden överlappar, med högst sju dagar emellan, är en episod. Tröskeln för en takt
  väljs på samma dragningar, för varje metod för sig.
- Bara det som var känt varje dag används. EBP-skanningen får samma normalvärde som vår metod, men på råa antal."""

_PARTS: dict[str, Callable[[list[Result], dict[str, list[Result]]], str]] = {
    "base": _base,
    "null": _null,
    "shapes": _table(
        "Andra anhopningar", "Fyra dragningar var. Andel funna (mediandagar bland de funna) områden per signal.",
    ),
    "reporting": _table(
        "Annan rapportering", "Fyra dragningar var. Metoderna får inte veta vem som slutat eller börjat rapportera: med "  # noqa: E501
        "känd täckning (som i produkten) är den en del av normalvärdet.",
    ),
    "volumes": _table(
        "Fler och färre rapporter", "Fyra dragningar var. Med samma relativa överskott blir anhopningar med åtta "
        "händelser sällsynta när rapporterna är få; de extra raderna håller i stället antalet händelser lika.",
    ),
    "real": _table(
        "Verkliga bakgrunder", "Åtta omgångar insatta anhopningar var, 64 områden av lika många händelser. Falska "
        "episoder kan här vara verklig oro som ingen satt in; alla metoder delar det villkoret.",
    ),
}  # fmt: skip
