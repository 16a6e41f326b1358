"""The page of the national run, in Swedish: what it took, how it grows, and whether the bytes were the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.national.country import COUNTRIES, SCAN_DAYS, WINDOW_DAYS
from benchmarks.national.measure import National, Took
from benchmarks.page import Measured, Table, number, page

TABLE_SECONDS, TABLE_MB = 10.0, 4_000.0
"""What is promised of the yearly table over 15 million rows."""

MB = 1e6
LIBRARIES = ("numpy", "scipy", "duckdb", "numba", "dask", "distributed")
HOW = (
    "Varje mätning är en körning av en hel process. Väggtiden räknar med annat som datorn gjorde samtidigt: är den i "
    "en seriell körning klart längre än processortiden, väntade Tryggve på andra. Processortiden påverkas mindre av "
    "det; i klustret är den summan av klientens och arbetsprocessernas. Minnet är varje process högsta."
)


def national_page(found: National) -> tuple[str, list[str]]:
    """The page as Markdown, and what was promised but not kept."""
    tables = [_yearly(found), _scan(found), _calibration(found), _signals(found), _killed(found)]
    made = page(
        tables, title="Nationell körning", command="make bench-national", how=HOW, libraries=LIBRARIES
    )  # fmt: skip
    head, first, rest = made.partition(f"\n\n## {tables[0].heading}")
    text = "\n\n".join([head, _country(found)]) + first + rest + "\n" + "\n\n".join([_growth(found), _bytes(found)])
    broken = [row.what for table in tables for row in table.rows if not row.kept]
    broken += [what for what, serial, other in _pairs(found) if serial.sha != other.sha]
    return text + "\n", broken


def _whole(value: float) -> str:
    return f"{value:,.0f}".replace(",", "\N{NO-BREAK SPACE}")


def _country(found: National) -> str:
    return (
        f"Landet är påhittat: {found.municipalities[1]} kommuner, {_whole(found.rows[1])} händelser med känd dag, "
        f"{number(found.megabytes, 'MB')} Parquet. Storlekarna är lika ojämna som verkliga kommuners (lognormala), "
        "med 5–75 områden i varje. Namn, koder och platser finns inte i verkligheten. Varje kommun är en mapp med "
        "fakta som lagret skriver dem (`store.files.open_facts`); till klustret går mappens namn, och ut kommer "
        "summor och signaler: inga rader flyttas. Två arbetsprocesser med en tråd var, på samma dator: det prövar att "
        "svaret blir detsamma, medan farten kommer av fler maskiner."
    )


def _yearly(found: National) -> Table:
    text = (
        "Kommun × år × kategori ur alla filer med DuckDB, två trådar, hela processen. Mer än 4 GB minne vägras av "
        "motorn."
    )
    return Table("Årstabell över hela landet", text, [
        Measured("tid", found.table.wall, "s", TABLE_SECONDS),
        Measured("processortid", found.table.processor, "s"),
        Measured("minne", found.table.memory / MB, "MB", TABLE_MB),
    ])  # fmt: skip


def _both(pair: tuple[Took, Took]) -> list[Measured]:
    serial, cluster = pair
    return [
        Measured("seriellt: tid", serial.wall, "s"),
        Measured("seriellt: processortid", serial.processor, "s"),
        Measured("seriellt: minne", serial.memory / MB, "MB"),
        Measured("två arbetsprocesser: tid", cluster.wall, "s"),
        Measured("två arbetsprocesser: processortid, alla processer", cluster.processor, "s"),
        Measured("två arbetsprocesser: minne hos klienten", cluster.memory / MB, "MB"),
        Measured("två arbetsprocesser: minne hos den största", max(cluster.workers) / MB, "MB"),
    ]


def _scan(found: National) -> Table:
    text = (
        f"Permutationssökning i rum och tid med kommunerna som områden: händelserna under {SCAN_DAYS} dagar, fönster "
        f"på upp till {WINDOW_DAYS} dagar som slutar den sista, {COUNTRIES[found.country].replicates} upprepningar. "
        "Antalen per dag räknas i blocken, en kommun i taget; upprepningarna dras i block med egna startvärden."
    )
    return Table("Sökning över landet", text, _both(found.scan))


def _calibration(found: National) -> Table:
    country = COUNTRIES[found.country]
    text = (
        f"{found.calibrated} kommuner av olika storlek kalibrerade, en efter en: {country.listed_days} dagar listade "
        f"och {country.learnt_days} dagar före dem att lära av, alla metoder. Här går historien till klustret, en gång "
        "för varje kommun, och dagarna delas i block om 91."
    )
    return Table("Några kommuner kalibrerade", text, _both(found.calibrate))


def _signals(found: National) -> Table:
    text = (
        f"Sista dagens signaler i alla {found.municipalities[1]} kommuner, den största först. I {found.calibrated} "
        f"är takten kalibrerad. {found.stopped} har så få händelser att inga signaler söks, och listan säger det. "
        "Övriga saknar kalibrering: deras starkaste fynd är märkta så, utan takt."
    )
    return Table("Signaler för alla", text, _both(found.signals[1]))


def _killed(found: National) -> Table:
    whole = found.signals[1][1]
    text = (
        "Samma körning av alla kommuners signaler, men en arbetsprocess dödas (SIGKILL) när en tredjedel är klar. "
        "Blocket den höll på med körs om, och processen startas på nytt av sin övervakare."
    )
    return Table("En arbetsprocess dödas", text, [
        Measured("utan avbrott: tid", whole.wall, "s"),
        Measured("en dödad: tid", found.killed.wall, "s"),
        Measured("en dödad: skillnad", found.killed.wall - whole.wall, "s"),
    ])  # fmt: skip


def _growth(found: National) -> str:
    lines = [
        "## Hur det växer",
        "Dagens signaler i var fjärde, varannan och alla kommuner efter storlek: stora och små i samma blandning.",
        _row("kommuner", "händelser", "seriellt: tid", "processortid", "per miljon händelser", "minne",
             "två arbetsprocesser: tid", "processortid", "största minne"),
    ]  # fmt: skip
    lines[-1] += "\n|" + " --: |" * 9
    for step in found.signals:
        serial, cluster = found.signals[step]
        lines[-1] += "\n" + _row(
            str(found.municipalities[step]), _whole(found.rows[step]), number(serial.wall, "s"),
            number(serial.processor, "s"), number(serial.processor / found.rows[step] * 1e6, "s"),
            number(serial.memory / MB, "MB"), number(cluster.wall, "s"), number(cluster.processor, "s"),
            number(max(cluster.workers) / MB, "MB"),
        )  # fmt: skip
    return "\n\n".join([*lines, " ".join(_fits(found))]) if len(found.signals) > 1 else "\n\n".join(lines)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _fits(found: National) -> Iterator[str]:
    """A straight line through the three sizes, and how far from it the farthest lies."""
    seconds = [found.signals[step][0].processor for step in found.signals]
    for what, sizes in (("kommuner", found.municipalities), ("händelser", found.rows)):
        slope, start, farthest = fit([sizes[step] for step in found.signals], seconds)
        each = (
            f"{number(slope * 1000, 'ms')} per kommun"
            if what == "kommuner"
            else (f"{number(slope * 1e6, 's')} per miljon händelser")
        )
        yield (
            f"En rät linje av processortiden (seriellt) mot antalet {what}: {number(start, 's')} + {each}; den punkt "
            f"som ligger längst ifrån avviker {number(100 * farthest, '')} %."
        )
    yield "Minnet följer den största kommunen, inte antalet: en kommun i taget hålls i minnet av varje process."


def fit(sizes: Sequence[float], seconds: Sequence[float]) -> tuple[float, float, float]:
    """Slope and start of the least-squares line, and the largest relative distance of a point from it."""
    slope, start = np.polyfit(np.asarray(sizes, np.float64), np.asarray(seconds, np.float64), 1)
    line = slope * np.asarray(sizes) + start
    return float(slope), float(start), float(np.max(np.abs(np.asarray(seconds) - line) / np.asarray(seconds)))


def _pairs(found: National) -> Iterator[tuple[str, Took, Took]]:
    yield "sökning över landet", *found.scan
    yield "kalibreringar", *found.calibrate
    for step in found.signals:
        yield f"signaler, {found.municipalities[step]} kommuner", *found.signals[step]
    yield "signaler, en arbetsprocess dödad", found.signals[1][0], found.killed


def _bytes(found: National) -> str:
    lines = ["| Svar (JSON) | SHA-256, seriellt | på två arbetsprocesser |", "| --- | --- | --- |"]
    for what, serial, other in _pairs(found):
        verdict = "samma" if serial.sha == other.sha else f"**ett annat**: `{other.sha}`"
        lines.append(f"| {what} | `{serial.sha}` | {verdict} |")
    return "## Samma byte\n\n" + "\n".join(lines)
