"""The cases: the base case, other municipalities, other gatherings, broken reporting, real backgrounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from benchmarks.detection.case import Case, case_of
from benchmarks.detection.real import chicago, new_york
from benchmarks.synthetic.design import Design, Outbreaks
from benchmarks.synthetic.draw import draw

EVERY = ("emerging", "ebp", "ebp-half", "permutation", "farrington", "spreadsheet", "ears")
FEW = ("emerging", "ebp", "permutation", "spreadsheet")
TUNED_ON = "101–124"


@dataclass(frozen=True)
class Variant:
    """A kind of case: `make` gives one per seed. Known to the page by `name`, under `part`."""

    key: str
    part: str
    name: str
    make: Callable[[int], Case]
    seeds: tuple[int, ...]
    methods: tuple[str, ...] = FEW


def _drawn(key: str, part: str, name: str, design: Design, first: int = 1) -> Variant:
    return Variant(key, part, name, lambda seed: case_of(draw(seed, design)), tuple(range(first, first + 4)))


def _few_reports(per_year: float, *, same_number: bool) -> Design:
    times = 15_000.0 / per_year if same_number else 1.0
    return Design(per_year=per_year, outbreaks=Outbreaks(excess=(1.0 + 0.5 * times, 1.0 + 3.0 * times)))


BASE = Variant("base", "base", "grundfallet", lambda seed: case_of(draw(seed)), tuple(range(1, 15)), EVERY)
MORE = Variant(
    "more", "base", "grundfallet med fler dragningar", lambda seed: case_of(draw(seed)), tuple(range(201, 241)),
    ("emerging", "ebp", "ebp-half", "permutation"),
)  # fmt: skip
NULL = _drawn("null", "null", "inga anhopningar", Design(outbreaks=Outbreaks(number=0)), 21)

_SHAPES = {
    "usual-mix": ("händelseslag som vanligt i stället för lika många av varje", Outbreaks(even=False)),
    "irregular": ("områden i oregelbunden form", Outbreaks(irregular=True)),
    "long-weak": (
        "svaga och långa: 4–8 veckor, 0,3–1 gånger till",
        Outbreaks(days=(28, 56), excess=(1.3, 2.0), ramp=0.05),
    ),
    "sudden": ("full styrka från första dagen", Outbreaks(ramp=1e-9)),
    "wide": ("4–10 områden", Outbreaks(areas=(4, 10))),
    "single": ("ett enda område, 2–5 gånger till", Outbreaks(areas=(1, 1), excess=(3.0, 6.0))),
}
_REPORTING = {
    "stopping": ("rapportörer som tystnar i tre veckor", Design(stopping=True)),
    "starting": ("en rapportör som börjar", Design(starting=True)),
    "weekdays": ("alla utom polisen rapporterar bara på vardagar", Design(weekdays_only=True)),
    "unplaced": ("30 % av händelserna utan plats", Design(unplaced=0.3)),
    "holidays": ("jul- och lönehelgsrytm", Design(holidays=True)),
    "noisy": ("dubbelt så stort veckobrus (varians 1,5 × medel)", Design(noise=0.5)),
    "no-repeats": ("inga upprepningar nära", Design(children=0.0)),
}
_VOLUMES = {
    "45000": ("45 000 om året", Design(per_year=45_000.0)),
    "5000": ("5 000 om året", Design(per_year=5_000.0)),
    "1500": ("1 500 om året", _few_reports(1_500.0, same_number=False)),
    "1500-number": ("1 500 om året, anhopningar med lika många händelser som i grundfallet", _few_reports(1_500.0, same_number=True)),  # noqa: E501
    "500": ("500 om året", _few_reports(500.0, same_number=False)),
    "500-number": ("500 om året, anhopningar med lika många händelser som i grundfallet", _few_reports(500.0, same_number=True)),  # noqa: E501
}  # fmt: skip

VARIANTS: tuple[Variant, ...] = (
    BASE,
    MORE,
    NULL,
    *(_drawn(key, "shapes", name, replace(Design(), outbreaks=how)) for key, (name, how) in _SHAPES.items()),
    *(_drawn(key, "reporting", name, design) for key, (name, design) in _REPORTING.items()),
    *(_drawn(key, "volumes", name, design) for key, (name, design) in _VOLUMES.items()),
    Variant("chicago", "real", "inbrott i Chicago 2016", chicago, tuple(range(1, 9))),
    Variant("new-york", "real", "bilstölder i New York 2014–2016", new_york, tuple(range(1, 9))),
)
