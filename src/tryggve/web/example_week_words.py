"""What the people of the invented municipality say, write and decide in the weeks that `example_week` lives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

UNIT = "Trygghetsenheten"
POLICE = "Polisen i Exempelkommunen"
_HOMES, _POLICE, _GUARDS = "Exempelbostäder", POLICE, "Bevakarna i Västanhed"
_FIELD, _STREETS, _LIBRARY = "Fältgruppen Innerhamn", "Gata och park, norra driften", "Timotejens bibliotek"


@dataclass(frozen=True)
class ToDo:
    """An insats: who does what within so many days; `result` where it is done, `begun` where it is under way."""

    what: str
    who: str
    within: int
    function: str = ""
    partners: tuple[str, ...] = ()
    place: str = ""
    begun: bool = False
    result: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Told:
    """A report from a phone, so many days from Monday; by a known place or the code of an area."""

    days: int
    clock: str
    role: str
    organisation: str
    category: str
    severity: int
    place: str = ""
    area: str = ""
    text: str = ""
    question: str = ""
    task: ToDo | None = None


@dataclass(frozen=True)
class SaidSituation:
    """A lägesrapport: text by heading, and who may know it."""

    organisation: str
    clock: str
    sharing: str
    texts: Mapping[str, str]


SIGNAL_DAY = dt.date(2025, 10, 6)
"""The day when somebody looked and found the cluster that the invented reports hold in that autumn."""

ASSESSED: Mapping[str, tuple[str, str]] = {
    "S402": (
        "act",
        "Skolan bekräftar: kvällar, krossade rutor och rop. Fältgruppen och skolan är där kvällstid i två veckor.",
    ),
    "S203": ("watch", "Flera uppgifter om samma kvällar. Vi ser om det håller i sig till nästa möte."),
    "S301": ("leave", "Bränderna togs upp i september och har slutat. Inget nytt att göra."),
}  # fmt: skip
"""Area in the name of a signal → decision and motive."""

FROM_SIGNAL = ToDo(
    "Vuxna på skolgården vid Timotejskolan kvällstid", "Timotejskolan", 18, "rektor", (_FIELD, _POLICE),
    result="Vuxna på plats tio kvällar. Inga nya skador sedan den 14 oktober. Belysningen är lagad.",
    answer="Tack. Skolan och fältgruppen har varit på skolgården kvällstid, och belysningen är lagad.",
)  # fmt: skip

SITUATION_REPORTS = (
    SaidSituation(
        _POLICE, "08:30", "group",
        {
            "seen": "Handel med narkotika på torget, mest torsdag till lördag mellan 17 och 21.",
            "done": "Synlig polis vid torget tre kvällar.",
            "worries": "Yngre än tidigare vid biblioteket.",
        },
    ),
    SaidSituation(
        _HOMES, "09:05", "adopted",
        {
            "seen": "Trasig belysning på gångvägen i Humleåsen. Lugnare i Björkfallet än förra månaden.",
            "done": "Felanmälan gjord. Husvärdarna går en extra runda på kvällen.",
            "coming": "Portarna på Lyktbacken får nya lås i januari.",
        },
    ),
)  # fmt: skip
"""About the week before, told on Monday."""

ANALYSIS: Mapping[str, str] = {
    "standing-out": (
        "Veckan var som väntat i antal. Två saker tar vi upp på mötet: mörkt på gångvägen i Humleåsen, och handeln på "
        "Klockartorget, som flera beskriver på samma sätt."
    ),
    "coverage": (
        "Tre organisationer hördes inte av. Vi vet därför inte om det var lugnt i Timotejen, i söder eller vid torget. "
        "Vi ringer dem före mötet."
    ),
    "where": "Fyra av sex rapporter från Humleåsen gäller belysningen på samma gångväg. Det är en fråga om drift.",
}
REACH: Mapping[str, str] = {"where": "area"}
"""How far a text goes where it is not as usual: the one about lamps is for everybody who gets the lägesbild."""

WHERE = "Stadshuset, rum 2"
CALLED = (UNIT, _POLICE, _HOMES, _FIELD, _STREETS, _LIBRARY)
AWAY = (_LIBRARY,)
SAID: Mapping[str, str] = {
    _POLICE: "Fortsätter med synlig närvaro vid torget. Ser gärna vuxna där tidigare på kvällen.",
    _HOMES: "Belysningen på gångvägen i Humleåsen är felanmäld två gånger.",
    _FIELD: "Kan vara på torget torsdag till lördag från klockan 17.",
}
WRITTEN: Mapping[str, str] = {
    "changed": "Antalet är som väntat. Mörkt på gångvägen i Humleåsen. Tre organisationer har inte hörts av.",
    "signals": "Ingen signal att bedöma.",
    "other": "Nya lås på Lyktbacken i januari. Exempelbostäder berättar när det är klart.",
}

DECIDED = (
    ToDo("Laga belysningen på gångvägen mot centrum", _STREETS, 3, "driftledare", (_HOMES,), "gångvägen i Humleåsen"),
    ToDo(
        "Vuxna på torget torsdag till lördag från klockan 17", _FIELD, 17, partners=(_POLICE,), place="Klockartorget",
        begun=True,
    ),
    ToDo(
        "Ring dem som inte har rapporterat", UNIT, 1,
        result="Biblioteket hade bytt personal. De får en ny QR-kod. Fältgruppen söder hade det lugnt.",
    ),
)  # fmt: skip

REPORTS = (
    Told(
        1, "07:40", "reporter", _HOMES, "skadegorelse", 2, area="S203",
        text="Rutan i cykelrummets dörr krossad under natten. Glaset är städat.",
        task=ToDo(
            "Byt rutan och sätt lampa vid cykelrummet", _HOMES, 4, "husvärd",
            result="Ny ruta och ny lampa på plats.",
            answer="Tack. Rutan är bytt och det finns en lampa vid dörren.",
        ),
    ),
    Told(
        5, "21:15", "reporter", _HOMES, "otrygg_samling", 2, area="S301",
        text="Ett tiotal ungdomar i trapphuset. Grannar vågar inte gå förbi.",
        question="Var det i trapphuset mot gatan eller mot gården?",
    ),
    Told(5, "22:40", "lead", _GUARDS, "otrygg_samling", 2, area="S301"),
    Told(
        6, "07:10", "lead", _HOMES, "inbrott_stold", 3, place="Humleåsens centrum",
        text="Källardörren uppbruten, två förråd tömda. Frågor: ring Anders Lindgren 070-174 06 05.",
    ),
    Told(6, "07:50", "reporter", _HOMES, "klotter", 1, place="Lyktparken"),
)  # fmt: skip
"""In the order in which they came. The number is one that is kept free for fiction."""

GATHERING = (
    Told(2, "21:30", "lead", _POLICE, "skadegorelse", 2, place="Lyktparken", text="Två lyktor krossade i parken."),
    Told(2, "22:10", "reporter", _HOMES, "skadegorelse", 2, place="Lyktparken", text="Bänkar omkullvälta och sönder."),
    Told(3, "20:40", "reporter", _HOMES, "skadegorelse", 1, place="Lyktparken", text="Papperskorgar utslitna."),
    Told(4, "21:15", "lead", _POLICE, "skadegorelse", 3, place="Lyktparken", text="Rutor krossade i parkstugan."),
    Told(4, "22:05", "reporter", _HOMES, "ordningsstorning", 2, place="Lyktparken", text="Skrik och smällare sent."),
    Told(5, "20:20", "lead", _POLICE, "skadegorelse", 2, place="Lyktparken", text="Ännu en lykta krossad."),
)
"""What gathers round a park in the last days, read by the coordinator: the signal that waits when somebody comes."""
