"""Detection in weekly series by the design of Noufaily et al. (2013): our detectors beside the published figures.

python -m benchmarks.noufaily [--quick]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.noufaily_design import LAST, WEEKS, Draw, delays, draws, false_rate
from benchmarks.noufaily_shapes import SHAPES_SEED, shapes
from tryggve.stats.surveillance import farrington_flexible, windowed

SEED, SERIES = 20130, 100
Floats = NDArray[np.float64]
Detector = Callable[[Floats], NDArray[np.bool_]]
ROWS = np.arange(WEEKS - LAST, WEEKS)
IMPROVED, OWN = "förbättrad Farrington, α = 0,005", "två veckor tillsammans (förval, α = 0,0063)"

DETECTORS: dict[str, Detector] = {
    IMPROVED: lambda y: farrington_flexible(y, alpha=0.005, weeks=ROWS).alarm,
    f"{IMPROVED}, utan krav på 5 fall": lambda y: farrington_flexible(y, alpha=0.005, weeks=ROWS, limit54=None).alarm,
    "förbättrad Farrington, α = 0,05": lambda y: farrington_flexible(y, alpha=0.05, weeks=ROWS).alarm,
    OWN: lambda y: windowed(y, weeks=ROWS).alarm,
    "två veckor, α = 0,0053, utan krav på 5 fall": lambda y: windowed(y, weeks=ROWS, alpha=0.0053, limit54=None).alarm,
    "en vecka, samma mått": lambda y: windowed(y, window=1, weeks=ROWS).alarm,
    "tre veckor, samma mått": lambda y: windowed(y, window=3, weeks=ROWS).alarm,
    "två veckor, spridningen ihopdragen": lambda y: windowed(y, weeks=ROWS, pool=True).alarm,
}
PUBLISHED = {
    "förbättrad, α = 0,005, känt resultat": (0.0080, 0.440, (0.050, 0.174, 0.416, 0.696, 0.838)),
    "förbättrad, α = 0,05, känt resultat": (0.0511, 0.729, ()),
    "ursprunglig (delta), känt resultat": (0.0299, 0.593, ()),
}
TEXT = (
    f"{{cases}} fall × {{series}} serier, frö {SEED}, samma serier för alla metoder; varje anrop rymmer en serie av "
    "varje fall, så att det som dras ihop mellan serier inte får lika serier till skänks. FPR: andel av de sista 49 "
    "veckorna som pekas ut i serier utan anhopning; lägst–högst är mellan fallen. POD: andel av anhopningarna som "
    "hittas, i allt och efter storlek k. Raderna *känt resultat* är uträknade av andra på samma upplägg; deras FPR "
    "stämmer med vår rad utan krav på 5 fall. α är satt på andra frön (31337, 90210, 555001)."
)


@dataclass(frozen=True)
class Outcome:
    """Of one detector: FPR by scenario float[42]; per outbreak, float[42, series], 1 found, 0 not, NaN none; delay."""

    false: Floats
    hit: Floats
    delay: Floats


def measured(detector: Detector, scenarios: list[Draw]) -> Outcome:
    """Run a detector on series without and with outbreaks, one series of each scenario in a call."""
    clean = np.stack([draw.clean for draw in scenarios], axis=2)
    whole = np.stack([draw.clean + draw.past + draw.current for draw in scenarios], axis=2)
    alarms = [np.stack([detector(given[:, i]) for i in range(given.shape[1])], axis=1) for given in (clean, whole)]
    false = [false_rate(alarms[0][..., c], draw.clean) for c, draw in enumerate(scenarios)]
    delay = np.array([delays(alarms[1][..., c], draw.current) for c, draw in enumerate(scenarios)])
    return Outcome(np.array(false), np.where(np.isnan(delay), np.nan, np.isfinite(delay)), delay)


def by_size(outcome: Outcome, scenarios: list[Draw]) -> list[float]:
    """POD of k 1–2, 3–4, …, 9–10."""
    k = np.stack([draw.k for draw in scenarios])
    return [float(np.nanmean(outcome.hit[(k + 1) // 2 == half])) for half in range(1, 6)]


def noufaily_section(series: int = SERIES) -> str:
    """The tables as Markdown."""
    scenarios = list(draws(SEED, series))
    outcomes = {name: measured(detector, scenarios) for name, detector in DETECTORS.items()}
    lines = [
        "## Veckoserier: Noufailys 42 fall", "", TEXT.format(cases=len(scenarios), series=series), "",
        "| Metod | FPR | lägst–högst | POD | k 1–2 | 3–4 | 5–6 | 7–8 | 9–10 |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]  # fmt: skip
    for name, outcome in outcomes.items():
        rate, pod = float(outcome.false.mean()), float(np.nanmean(outcome.hit))
        cells = [f"{rate:.4f}", f"{outcome.false.min():.4f}–{outcome.false.max():.4f}"]
        lines.append(_row(name, [*cells, *(f"{x:.3f}" for x in (pod, *by_size(outcome, scenarios)))]))
    for name, (rate, pod, sizes) in PUBLISHED.items():
        lines.append(_row(name, [f"{rate:.4f}", "", f"{pod:.3f}", *([f"{x:.3f}" for x in sizes] or [""] * 5)]))
    lines += ["", *_paired(outcomes[OWN], outcomes[IMPROVED], scenarios), "", *_other_noise(series)]
    return "\n".join(lines) + "\n"


def _row(name: str, cells: list[str]) -> str:
    return f"| {name} | {' | '.join(cells).replace('.', ',')} |"


def _paired(own: Outcome, other: Outcome, scenarios: list[Draw]) -> list[str]:
    """Two weeks against improved Farrington on the same outbreaks: who found what, how late, and by parameter set."""
    more, less = np.nansum(own.hit > other.hit), np.nansum(own.hit < other.hit)
    both = np.isfinite(own.delay) & np.isfinite(other.delay)
    gain = (own.hit - other.hit)[~np.isnan(own.hit)]
    error = 1.96 * gain.std(ddof=1) / np.sqrt(len(gain))
    later = own.delay[both] - other.delay[both]
    cells = [f"{x:+.3f}" for x in (gain.mean(), gain.mean() - error, gain.mean() + error)]
    pod, low, high = (cell.replace(".", ",") for cell in cells)
    shares = [f"{100 * x.mean():.1f} %".replace(".", ",") for x in (later > 0, later < 0)]
    text = (
        f"**Parvis** mot {IMPROVED}, samma {len(gain)} anhopningar: POD {pod} (95 %: {low} till {high}). Bara två "
        f"veckor hittade {more:.0f}, bara Farrington {less:.0f}. Av de {both.sum()} som båda hittade fann två veckor "
        f"{shares[0]} senare och {shares[1]} tidigare."
    )
    lines = [
        text, "",
        "| Fall (θ; φ) | FPR Farrington | FPR två veckor | POD Farrington | POD två veckor | bara Farrington fann |",
        "| --- | --: | --: | --: | --: | --: |",
    ]  # fmt: skip
    for first in range(0, len(scenarios), 6):
        part = slice(first, first + 6)
        lost = np.nansum(own.hit[part] < other.hit[part])
        cells = [f"{x.false[part].mean():.4f}" for x in (other, own)]
        cells += [f"{np.nanmean(x.hit[part]):.3f}" for x in (other, own)]
        theta, phi = scenarios[first].numbers[0], scenarios[first].numbers[4]
        lines.append(_row(f"{theta:g}; {phi:g}".replace(".", ","), [*cells, f"{lost:.0f}"]))
    return lines


def _other_noise(series: int) -> list[str]:
    """FPR where nothing happens, for noise and seasons that are not those of the design."""
    lines = [
        f"**Annat brus och annan årstid** än upplägget, utan anhopning, frö {SHAPES_SEED}. FPR, samma mått:", "",
        "| Serie | medelvärde | Farrington | två veckor |", "| --- | --: | --: | --: |",
    ]  # fmt: skip
    for name, level, counts in shapes(series):
        rates = [false_rate(DETECTORS[method](counts), counts) for method in (IMPROVED, OWN)]
        lines.append(_row(name, [f"{level:.1f}", *(f"{rate:.4f}" for rate in rates)]))
    return lines


if __name__ == "__main__":
    print(noufaily_section(4 if "--quick" in sys.argv[1:] else SERIES))
