"""What a lägesbild is made from when its reports were read from files."""

from __future__ import annotations

from tryggve.ingest.privacy import kind_name
from tryggve.ingest.read_in import Ingested
from tryggve.reports.request import FileNote, Material
from tryggve.store.base import Store


def material_of_files(
    store: Store, ingested: Ingested, files: tuple[FileNote, ...], municipality: str | None, banner: str
) -> Material:
    """What a lägesbild is made from, with what must be said about how it was read."""
    register = ingested.register
    return Material(
        store,
        municipality or (register.municipality if register else ""),
        ingested.crs,
        ingested.zone,
        register,
        levels=tuple(register.levels()) if register else tuple(store.levels()),
        files=files,
        notes=ingested.notes,
        privacy={kind_name(kind): n for kind, n in ingested.privacy.items() if n},
        banner=banner,
    )
