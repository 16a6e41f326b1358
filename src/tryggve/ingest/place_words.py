"""Swedish words round place names: what may stand before one, what names a part of one, what is a word of its own."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STATIC_WORDS = _words("i på inom stadsdelen bostadsområdet området kommundelen byn orten samhället tätorten")
"""Before a name they say that it is a place; hardly ever do they stand before a person."""

IN_WORDS = STATIC_WORDS | _words("vid till från genom intill invid bakom framför kring runt över längs")
"""Before a name they say that something happened there."""

NEAR_WORDS = _words("mot utanför nära")
"""Before a name they say that something happened in its neighbourhood: the name is heard, but nothing is placed."""

SIDE_WORDS = _words("norr söder öster väster nordost nordväst sydost sydväst")
"""With "om" after them ("norr om") they are words of neighbourhood too."""

COMPASS = _words("nord syd öst väst norr söder öster väster")
"""With a hyphen before a name ("Öst-Ersta") they tell which part of the place is meant."""

DIRECTIONS = _words(
    "norra södra östra västra nordöstra nordvästra sydöstra sydvästra centrala mellersta inre yttre övre nedre "
    "nya gamla stora lilla"
)
"""Tell parts of one place apart: who says the bare name may mean any of the parts."""

PART_WORDS = DIRECTIONS | _words("delen industriområde handelsområde verksamhetsområde hyreshus villor")

SETTLEMENT_WORDS = _words("tätort kyrkby samhälle by")
"""With or without them the same place is meant, unless several areas share the bare name."""

SURROUNDINGS = _words("omland landsbygd glesbygd omgivning resten övriga restområde")
"""An area called so is what lies round a place, not the place."""

JOINING = _words("och samt eller")

DEFINITE_ENDINGS = (
    ("område", "området"),
    ("torg", "torget"),
    ("park", "parken"),
    ("strand", "stranden"),
    ("hamn", "hamnen"),
    ("höjd", "höjden"),
    ("skog", "skogen"),
    ("gård", "gården"),
    ("backe", "backen"),
    ("äng", "ängen"),
    ("udde", "udden"),
    ("dal", "dalen"),
    ("holme", "holmen"),
)

ORDINARY_WORDS = _words(
    """
    allén backe backen backarna badet bergen berget bergen berg bro bron brink brinken bruk bruket by byn bäck bäcken
    campus centrum centralen city dal dalen dammen ek eken ekarna fors forsen fjäll fjället fjärden fältet gamla gränd
    gränden gärde gärdet gård gården grund grunden hage hagen hagarna hamn hamnen hav havet hed heden hem holme holmen
    hult hus husen hygge hygget hyttan hällan höga höjd höjden höjderna industriområde industriområdet kanalen kangården
    kapellet klint klinten knutpunkten kolonin kronan kroken krok kulle kullen kullarna kust kusten kvarn kvarnen
    kvarteret kyrka kyrkan kyrkbyn källan lager lagret lid liden linden lindarna ljung lugnet lund lunden läger
    lägret mark marken mo moen mon moss mossen mur muren näs näset nytorget nya ny park parken platsen port porten
    präst prästgården ravinen regementet rosen rondellen sand sanden sjukhuset sjukhusområdet sjö sjön skans skansen
    skog skogen skola skolan slott slottet slätt slätten sluss slussen solen sol spåret stad staden stan station
    stationen sten stenen strand stranden strömmen ström sund sundet söder norr öster väster tegen terrassen tjärn
    tjärnen torg torget torp torpet tomt tomten torn tornet trädgården udde udden universitetet utsikten vad
    vall vallen varv varvet vik viken villastaden vret vången vägen vägskälet väst öst nord syd ås åsen å ån ängarna
    äng ängen ö ön öarna övre nedre inre yttre omland landsbygd glesbygd
    """
)
"""Names of areas that are words of the language: heard only with a capital, after a word of place or a comma."""
