"""What `tryggve areas import` and `tryggve areas use` say of what became of areas and of what the store holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tryggve.domain.area import level_words
from tryggve.domain.language import _, ngettext

if TYPE_CHECKING:
    from tryggve.store.database.actions.area_outcome import AreasOutcome


def told_import(outcome: AreasOutcome) -> Iterator[str]:
    """What an import of areas did."""
    for change in outcome.changes:
        total = change.new + change.changed + change.unchanged
        told = ngettext(
            "{level}: {n} area; {new} new, {changed} changed, {gone} gone",
            "{level}: {n} areas; {new} new, {changed} changed, {gone} gone",
            total,
        )
        yield told.format(
            level=level_words(change.key), n=total, new=change.new, changed=change.changed, gone=change.gone
        )
    if outcome.kept_whole:
        yield _("The outline of the municipality that the store has was kept.")
    if outcome.batch is None:
        yield _("The areas were already there as they are in the file. Nothing was changed.")
        for key in outcome.beside:
            yield _("{level} is not in use. To use it: tryggve areas use {key}").format(level=level_words(key), key=key)
        return
    yield from told_placing(outcome)


def told_placing(outcome: AreasOutcome) -> Iterator[str]:
    """What follows for all that the store holds, where other areas are in use than before."""
    yield from _divisions(outcome)
    if outcome.incidents.placed or outcome.incidents.kept or outcome.counts:
        yield from _placed(outcome)
    if outcome.old_promises:
        told = ngettext(
            "{n} promise to report is for areas out of use, and it is not known which areas of today hold them: those "
            "are shown as coverage unknown. Bring in the list of reporters anew.",
            "{n} promises to report are for areas out of use, and it is not known which areas of today hold them: "
            "those are shown as coverage unknown. Bring in the list of reporters anew.",
            outcome.old_promises,
        )
        yield told.format(n=outcome.old_promises)
    yield _("This is batch {n}.").format(n=outcome.batch)
    for key in outcome.superseded:
        yield _("Was this a mistake? tryggve areas use {key} puts {level} in use again.").format(
            key=key, level=level_words(key)
        )


def _divisions(outcome: AreasOutcome) -> Iterator[str]:
    for key in outcome.superseded:
        yield _("{level} is no longer in use. It is kept for numbers of its time and for comparison.").format(
            level=level_words(key)
        )
    for key in outcome.beside:
        yield _("{level} is older than the division in use and stands beside it, for comparison.").format(
            level=level_words(key)
        )
    if outcome.superseded or outcome.beside:
        yield _("Compare them with tryggve areas overlap.")


def _placed(outcome: AreasOutcome) -> Iterator[str]:
    incidents = outcome.incidents
    told = ngettext("{n} report was placed anew.", "{n} reports were placed anew.", incidents.placed)
    yield told.format(n=incidents.placed)
    yield from _moved(outcome)
    for level, n in outcome.nowhere.items():
        told = ngettext(
            "{level}: {n} report that counts has no area.", "{level}: {n} reports that count have no area.", n
        )
        yield told.format(level=level_words(level), n=n)
    if incidents.kept:
        told = ngettext(
            "{n} report whose words have been deleted stays where it was.",
            "{n} reports whose words have been deleted stay where they were.",
            incidents.kept,
        )
        yield told.format(n=incidents.kept)
    if incidents.far:
        told = ngettext(
            "{n} report lies more than 100 km outside all areas; its place is now unknown.",
            "{n} reports lie more than 100 km outside all areas; their places are now unknown.",
            incidents.far,
        )
        yield told.format(n=incidents.far)
    if outcome.counts:
        told = ngettext(
            "{n} number of a table was given its area.", "{n} numbers of tables were given their areas.", outcome.counts
        )
        yield told.format(n=outcome.counts)


def _moved(outcome: AreasOutcome) -> Iterator[str]:
    """Per level the reports that have lost or been given an area there, and those of which it is not known where."""
    for moved in outcome.moved:
        level = level_words(moved.now)
        told = _("{level}, reports with an area: {lost} lost, {gained} gained.")
        yield told.format(level=level[:1].upper() + level[1:], lost=moved.lost, gained=moved.gained)
        if moved.unplaced:
            told = ngettext(
                "{n} of them says only a code or a name in {level}: which of the new areas it is of is not known.",
                "{n} of them say only a code or a name in {level}: which of the new areas they are of is not known.",
                moved.unplaced,
            )
            yield told.format(n=moved.unplaced, level=level_words(moved.was))
