"""The headings of a meeting that are written under, and what each organisation says."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tryggve.domain.language import N_, _
from tryggve.web.core.models import Organisation

SAID = "said-"
"""Begins the name of what an organisation says: `said-7`."""

SECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "changed": N_("What has changed"),
        "signals": N_("Signals to judge"),
        "decided": N_("What we decide"),
        "other": N_("Other things"),
    }
)
"""Name in addresses and tables → heading, in the order of the agenda."""


def is_section(name: str) -> bool:
    """Whether something can be written there."""
    if name in SECTIONS:
        return True
    number = organisation_of(name)
    return number is not None and Organisation.objects.filter(pk=number).exists()


def organisation_of(name: str) -> int | None:
    """Whose words a section holds; None where it is nobody's alone."""
    number = name.removeprefix(SAID)
    return int(number) if name.startswith(SAID) and number.isdecimal() and len(number) < 12 else None


def heading(name: str) -> str:
    """The heading of one of `SECTIONS`, in the current language."""
    return _(SECTIONS[name])
