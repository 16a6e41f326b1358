"""From the texts of a file to valid incidents or counts; what cannot go on is named row by row."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from tryggve.domain.category import CategoryClass
from tryggve.domain.count import Count
from tryggve.domain.incident_table import IncidentTable
from tryggve.domain.row_error import RowError
from tryggve.ingest.bound_columns import BoundColumns, bind, require
from tryggve.ingest.context import Context
from tryggve.ingest.counts import read_counts
from tryggve.ingest.duplicates import refuse_repeated_ids
from tryggve.ingest.faults import Faults
from tryggve.ingest.incident_places import IncidentPlaces, read_places
from tryggve.ingest.incident_times import read_times
from tryggve.ingest.incident_words import IncidentWords, read_words, with_elsewhere
from tryggve.ingest.personal_columns import without_personal
from tryggve.ingest.privacy import found_kinds
from tryggve.ingest.profile_record import Kind, Profile
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.sources import polisen
from tryggve.ingest.times import Moments

_READERS = MappingProxyType({"polisen": polisen.prepare})


@dataclass(frozen=True)
class Mapped:
    """What one file gave. `privacy` counts the rows whose free text holds each kind of personal data."""

    incidents: IncidentTable
    counts: tuple[Count, ...]
    errors: tuple[RowError, ...]
    notes: tuple[str, ...]
    privacy: dict[str, int]


def apply(table: RawTable, profile: Profile, context: Context) -> Mapped:
    """Read a table by a profile. Every valid row goes on; FileError when a column that is needed is absent.

    The errors of the reader (`table.errors`) are not repeated here.
    """
    if profile.kind is Kind.COUNTS:
        counts, errors, notes = read_counts(table, profile, context.file_no, context.areas)
        return Mapped(IncidentTable.empty(), counts, errors, notes, {})
    plain, table = table, _READERS[profile.reader](table) if profile.reader else table
    whole = bind(table, profile)
    cleaned, personal_notes = without_personal(table, whole)
    bound = bind(cleaned, profile) if personal_notes else whole
    require(bound, table, "time", "date", "month")
    if profile.unknown_category == "error":
        require(bound, table, "category")
    faults = Faults(table.row_numbers)
    words = read_words(bound, faults)
    times, time_notes = read_times(bound, context.zone, context.today, words.of_class(CategoryClass.FORECAST), faults)
    stated_crs = profile.crs or table.crs or ""
    places, place_notes = read_places(bound, words.location_precision, stated_crs, context, faults)
    located = ~faults.bad
    refuse_repeated_ids(table, whole, words.source, words.organisation, faults)
    errors = faults.errors()
    good = ~faults.bad
    places = places.take(good[located])
    incidents = _incidents(table, bound, words, times, places, good, context.file_no)
    notes = (*table.notes[len(plain.notes) :], *personal_notes, *words.notes, *time_notes, *place_notes)
    return Mapped(incidents, (), errors, notes, found_kinds(incidents.text))


def _incidents(
    table: RawTable, bound: BoundColumns, words: IncidentWords, times: Moments, places: IncidentPlaces,
    good: Any, file_no: int,
) -> IncidentTable:  # fmt: skip
    when = times.take(good)
    return IncidentTable(
        file_no=np.full(int(good.sum()), file_no, np.int32),
        row_no=table.row_numbers[good],
        source=words.source.take(good),
        source_id=bound.texts("id").take(good),
        organisation=words.organisation.take(good),
        organisation_kind=words.organisation_kind.take(good),
        category=words.category.take(good),
        category_label=words.category_label.take(good),
        mixed=words.mixed[good],
        n=words.n[good],
        start_s=when.start_s,
        end_s=when.end_s,
        time_precision=when.kind,
        first_day=when.first_day.astype(np.int32),
        last_day=when.last_day.astype(np.int32),
        hour=when.hour,
        x=places.x,
        y=places.y,
        location_precision=places.location_precision,
        areas=places.areas,
        severity=words.severity[good],
        observation=words.observation[good],
        left_out=with_elsewhere(words.left_out.take(good), places.elsewhere),
        text=bound.texts("text").take(good),
        said_x=places.said_x,
        said_y=places.said_y,
        said_precision=words.location_precision[good],
        said_area=bound.texts("area").take(good),
        said_place=bound.texts("place").take(good),
        said_title=bound.texts("title").take(good),
    )
