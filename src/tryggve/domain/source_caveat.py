"""What must be said wherever the numbers of a known source are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from tryggve.catalog import read_toml
from tryggve.domain.language import pick


@dataclass(frozen=True, slots=True)
class SourceCaveat:
    """`findings` False: a selection somebody made, which nothing may be concluded from by counting."""

    names: Mapping[str, str]
    findings: bool = True

    @property
    def text(self) -> str:
        """The caveat in the current language."""
        return pick(dict(self.names))


@cache
def source_caveats() -> Mapping[str, SourceCaveat]:
    """Caveats by the name of the source as its profile gives it."""
    return MappingProxyType(
        {
            source: SourceCaveat(MappingProxyType({"sv": entry["sv"], "en": entry["en"]}), entry.get("findings", True))
            for source, entry in read_toml("sources.toml").items()
        }
    )


def bears_findings(source: str) -> bool:
    """Whether the number of events of a source says anything about how much happened."""
    found = source_caveats().get(source)
    return found is None or found.findings
