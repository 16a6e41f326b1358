"""Invented lägesbilder for tests of the renderers: a rich one, a hostile one and an empty one. No real municipality."""

from __future__ import annotations

import math
from dataclasses import replace

from tryggve.reports import numbers
from tryggve.reports.tree import (
    Audience,
    Block,
    Bullets,
    Cell,
    Certainty,
    Column,
    ColumnKind,
    Figure,
    Finding,
    FindingKind,
    Findings,
    Heading,
    Meta,
    Paragraph,
    Questions,
    Section,
    Situation,
    Table,
    Trace,
)

NBSP = "\u00a0"
BANNER = "Utkast. Påhittad kommun, påhittade händelser."
KINDS = (
    "Skadegörelse",
    "Klotter",
    "Anlagd brand",
    "Narkotikahantering (misstänkt handel eller bruk)",
    "Ordningsstörning",
    "Otrygg samling",
    "Buskörning: A-traktor, moped, bil",
    "Bristfällig belysning",
)
META = Meta(
    version="0.1.0",
    language="sv",
    audience=Audience.INTERNAL,
    period="oktober 2025",
    first_date="2025-10-01",
    last_date="2025-10-31",
    scope="hela kommunen",
    municipality="Exempelkommunen",
    seed=7,
    fingerprint="3f9a6f0c1b2d4e5f",
    crs="EPSG:3006",
    time_zone="Europe/Stockholm",
    sources=("EST-rapporter", "Felanmälan", "Tabell över bedrägerier"),
    left_out=(("utanför EST (trafikolycka, räddning, information)", 1234), ("dubbletter av samma rapport", 12)),
)


def trace(name: str) -> Trace:
    return Trace(
        sql=f"SELECT coalesce(sum(n), 0) FROM incident_fact WHERE category = '{name}' AND left_out = ''",
        filter=f"slag {name}, oktober 2025",
        method="count",
        rows_sql=f"SELECT * FROM incident_fact WHERE category = '{name}' ORDER BY incident_id",
    )


def bars_svg(values: list[int], title: str) -> str:
    """A plain bar chart the way a chart library writes it: clip path, text, roles of its own."""
    top, height, width = max([*values, 1]), 180, 560
    step = width / max(len(values), 1)
    drawn = []
    for i, value in enumerate(values):
        h = height * value / top
        drawn.append(f'<rect x="{i * step + 3:.1f}" y="{height - h:.1f}" width="{step - 6:.1f}" height="{h:.1f}"/>')
        drawn.append(
            f'<text x="{(i + 0.5) * step:.1f}" y="{height + 18}" text-anchor="middle" fill="#333" '
            f'font-family="Source Sans Pro" font-size="12px">{i + 1}</text>'
        )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" '
        'class="marks" width="600" height="240" viewBox="0 0 600 240">'
        '<defs><clipPath id="clip0"><rect width="560" height="180"/></clipPath></defs>'
        f'<rect width="600" height="240" fill="white"/><g transform="translate(20,20)">'
        f'<text y="-4" font-family="Source Sans Pro" font-size="14px" font-weight="bold">{title}</text>'
        f'<g fill="#2a6f9e" clip-path="url(#clip0)" role="graphics-symbol" aria-label="bars">{"".join(drawn[::2])}</g>'
        f"{''.join(drawn[1::2])}</g></svg>"
    )


def kinds_table(number: int, rows: int = 8) -> Table:
    columns = (
        Column("kind", "Slag", ColumnKind.TEXT),
        Column("n", "Antal"),
        Column("expected", "Väntat (95 %)"),
        Column("before", "Oktober 2024"),
        Column("change", "Förändring (95 %)"),
        Column("share", "Andel"),
    )
    made = []
    for i in range(rows):
        n = (i * 37 + number * 11) % 90 * (19 if i == 2 else 1)
        before = (i * 29 + 5) % 70
        key = f"t{number}.r{i}"
        ratio = n / before if before else math.nan
        made.append(
            (
                Cell(KINDS[i % len(KINDS)] if rows <= len(KINDS) else f"{KINDS[i % len(KINDS)]}, område {i + 1:02d}"),
                Cell(numbers.integer(n), n, f"{key}.n", trace(f"k{i}")),
                Cell(
                    numbers.interval(max(n - 9, 0), n + 12),
                    f"{max(n - 9, 0)}–{n + 12}",
                    f"{key}.expected",
                    trace(f"k{i}"),
                ),
                Cell(str(before), before, f"{key}.before", trace(f"k{i}")),
                Cell(
                    f"{numbers.change(ratio)} (−8 till +40{NBSP}%)" if before else "–",
                    ratio,
                    f"{key}.change",
                    trace(f"k{i}"),
                ),
                Cell(f"{i + 1},5{NBSP}%", (i + 1.5) / 100, f"{key}.share", trace(f"k{i}")),
            )
        )
    return Table(
        f"t{number}",
        f"Händelser efter slag, underlag {number}, oktober 2025",
        columns,
        tuple(made),
        note="Väntat: intervallet som källans tidigare perioder ger (se Metoder).",
        source="EST-rapporter",
    )


def week_table() -> Table:
    """Hour × weekday: wider than a page that stands upright."""
    columns = (Column("day", "Veckodag", ColumnKind.TEXT), *(Column(f"h{h}", f"{h:02d}") for h in range(24)))
    days = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
    rows = tuple(
        (Cell(day), *(Cell(str((d * 7 + h * 3) % 23), (d * 7 + h * 3) % 23, f"week.{d}.{h}") for h in range(24)))
        for d, day in enumerate(days)
    )
    return Table("week", "Händelser efter veckodag och timme", columns, rows)


FINDINGS = (
    Finding(
        "change.est.fordonsbrand",
        "change.year_before",
        FindingKind.CHANGE,
        "Anlagd brand: 19 händelser mot 7 under samma period ett år tidigare. Bränderna har flyttat mellan stadsdelar.",
        2.714,
        (1.09, 7.6),
        "oktober 2024, per inkommen rapport",
        Certainty.HIGH,
        "change",
        trace("anlagd_brand"),
    ),
    Finding(
        "level.est.total",
        "level.total",
        FindingKind.LEVEL,
        "EST-rapporter: 1 234 händelser i oktober 2025. Det ligger inom det som tidigare perioder låter vänta.",
        1234,
        (1101.0, 1302.0),
        "väntat 1 101–1 302 utifrån fyra års historia",
        Certainty.MODERATE,
        "expected",
        trace("total"),
    ),
    Finding(
        "coverage.est",
        "coverage.share",
        FindingKind.COVERAGE,
        "Tre av fem rapportörer har svarat. Från biblioteken saknas rapportering, så läget där är okänt.",
        0.6,
        (0.15, 0.95),
        "förväntade rapporter enligt rapportörslistan",
        Certainty.LOW,
        "coverage",
        trace("coverage"),
        interval_text=f"15–95{NBSP}%",
        value_text=f"60{NBSP}%",
    ),
    Finding(
        "signal.felanmalan.belysning",
        "signal.unusual",
        FindingKind.SIGNAL,
        "Bristfällig belysning: en signal att bedöma i ett område där ingen historia finns.",
        None,
        None,
        "ingen tidigare period att jämföra med",
        Certainty.UNKNOWN,
        "count",
    ),
)
METHODS = (
    ("count", "Antal", "Händelser räknas den sista lokala dag de kan ha skett."),
    ("expected", "Väntad nivå", "Kvasi-Poisson med trend och två årstidsvågor, 95 procents prediktionsintervall."),
    (
        "change",
        "Förändring mellan två perioder",
        "Exakt betingat intervall för kvoten mellan två Poissonfördelade antal.",
    ),
    ("coverage", "Svarsgrad", "Inkomna rapporter av förväntade, per organisation och vecka."),
)


def figure(number: int, rows: int = 8) -> Figure:
    title = f"Antal per månad, underlag {number}"
    return Figure(
        f"figure{number}",
        title,
        f"Stapeldiagram över antal händelser per månad, underlag {number}. Högst i juni, lägst i januari.",
        bars_svg([(i * 7 + number) % 13 + 1 for i in range(12)], title),
        replace(kinds_table(100 + number, rows), title=f"Siffrorna bakom figuren {number}"),
        note="Måttet är antal händelser som räknas i lägesbilden.",
    )


def rich() -> Situation:
    """A lägesbild of ordinary size and content."""
    questions = (
        "Vilka problem ska prioriteras, och varför just dessa?",
        "Vilka källor användes, vilka lämnades utanför och hur begränsar det vad vi vet?",
        "Vilka orsaker är troliga, och vad talar emot dem?",
    )
    sections = (
        Section(
            "summary",
            "Det som sticker ut",
            (Findings(tuple(f.id for f in FINDINGS)),),
            "Högst sju iakttagelser, rangordnade.",
        ),
        Section(
            "extent",
            "Omfattning och slag",
            (
                Paragraph("Under perioden kom 1 234 rapporter in från åtta slags rapportörer."),
                kinds_table(1),
                figure(1),
            ),
        ),
        Section("when", "När", (week_table(), figure(2))),
        Section("where", "Var", (kinds_table(2, 40), figure(3))),
        Section(
            "unknown",
            "Det vi inte vet",
            (
                Paragraph("Biblioteken har inte rapporterat: noll betyder här okänt, inte lugnt.", strong=True),
                Heading("Det som ingen rapporterar"),
                Bullets(("Bedrägerier saknar plats.", "Brott på nätet syns inte i EST-rapporter.")),
            ),
        ),
        Section(
            "analysis", "Analys", (Paragraph("Frågorna besvaras av människor, tillsammans."), Questions(questions))
        ),
    )
    return Situation(
        "Lägesbild oktober 2025", "Exempelkommunen, hela kommunen", BANNER, META, FINDINGS, sections, METHODS
    )


LONG_WORD = "Trygghetssamordningsfunktionsansvarsfördelningsutredning" * 6
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    '=HYPERLINK("http://example.invalid","klicka")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '#set page(fill: red) #panic("x") $x^2$ *fet* _kursiv_ `kod` @etikett <etikett> \\ // /* ',
    "nul\x00 klocka\x07 yttre\x85rad\u2028ny \ud800 vänd\u202eom \ufeff",
    "emoji 😀 العربية 北京 Ελλάδα Łódź a\u030a NFD o\u0308 ●□\u2011",
    LONG_WORD,
    "rad ett\nrad två\r\nrad tre",
    "%d %s {0} {x} {page}",
    "",
)


ODD = (math.nan, math.inf, -math.inf, 0, -0.0, 10**20, 1e300, None, True, "=1+1", 2**53 + 1, 0.1 + 0.2)


def _odd_tables(text: str) -> tuple[Table, ...]:
    columns = tuple(
        Column(f"c{i}", name, kind) for i, (name, kind) in enumerate(zip(HOSTILE, [*ColumnKind] * 6, strict=True))
    )
    rows = tuple(
        tuple(Cell(name, ODD[(i + j) % 12], f"odd.{i}.{j}", Trace(*[name] * 4)) for j, name in enumerate(HOSTILE))
        for i in range(12)
    )
    long = tuple((Cell(f"Rad {i}"), Cell(str(i), i, f"long.{i}")) for i in range(300))
    two = (Column("a", "Namn", ColumnKind.TEXT), Column("b", "Antal"))
    return (
        Table("odd", text, columns, rows, text, text, text),
        Table("empty", text, two, (), empty=HOSTILE[5]),
        Table("no columns", "Utan kolumner", (), ()),
        Table("long", "Trehundra rader", two, long),
        Table(
            "same",
            "Samma namn / [två]: *?\\",
            (Column("a", "A"), Column("b", "A"), Column("c", "")),
            ((Cell("1"), Cell("2"), Cell("3")),),
        ),
        Table("same", "Samma namn / [två]: *?\\", two, ((Cell("'apostrof'"), Cell("x")),)),
    )


def _odd_findings(text: str) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            f"odd.{i}.0",
            text,
            kind,
            name,
            ODD[i] if isinstance(ODD[i], float) else 1.0,
            (-math.inf, math.nan),
            name,
            grade,
            name,
            Trace(*[name] * 5),
        )
        for i, (name, kind, grade) in enumerate(
            zip(HOSTILE, [*FindingKind, *FindingKind][:12], [*Certainty] * 3, strict=True)
        )
    )


def hostile() -> Situation:
    """Texts that try to be something else than text, in every place a text can stand; odd numbers; odd tables."""
    text = HOSTILE[0]
    tables, findings = _odd_tables(text), _odd_findings(text)
    blocks: tuple[Block, ...] = (
        *(Paragraph(name, strong=i % 2 == 0) for i, name in enumerate(HOSTILE)),
        *(Heading(name) for name in HOSTILE),
        Bullets(HOSTILE),
        Bullets(()),
        Questions(HOSTILE),
        Findings(tuple(f.id for f in findings)),
        Findings(()),
        *tables,
        Figure("odd", HOSTILE[1], HOSTILE[1], bars_svg([1, 2], "&lt;script&gt; 😀"), tables[0], text),
        Figure("odd", "Samma id", "Samma bild", bars_svg([3], "x")),
        Figure("narrow", "Smal", "Smal", bars_svg([3], "x"), replace(tables[3], id="narrow", rows=tables[3].rows[:60])),
        Figure("bare", "Utan kolumner", "Utan kolumner", bars_svg([3], "x"), tables[2]),
    )
    meta = replace(
        META, municipality=text, period=HOSTILE[5], sources=HOSTILE, left_out=tuple((name, 10**12) for name in HOSTILE)
    )
    methods = tuple((name or "tom", name, name) for name in HOSTILE)
    section = Section("odd section", text, blocks, HOSTILE[1])
    return Situation(text, HOSTILE[7], HOSTILE[8], meta, findings, (section, Section("empty", "", ())), methods)


def empty() -> Situation:
    """A lägesbild with nothing in it."""
    meta = replace(META, sources=(), left_out=())
    return Situation("Tom lägesbild", "", "", meta, (), (Section("summary", "Det som sticker ut", (Findings(()),)),))


def public() -> Situation:
    """The rich one as the public gets it."""
    return replace(rich(), meta=replace(META, audience=Audience.PUBLIC))
