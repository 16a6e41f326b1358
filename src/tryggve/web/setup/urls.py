"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern

from tryggve.domain.access import Permission
from tryggve.web.core.pages import Open, page
from tryggve.web.setup import (
    areas_views,
    driftstart_views,
    health_views,
    log_views,
    places_views,
    promises_views,
    retention_views,
    settings_views,
    start_views,
    tile_views,
)

_SET = Permission.SETTINGS
_IN = "<kommun:kommun>/"
_HERE = f"{_IN}installningar/"

urlpatterns: list[URLPattern] = [
    page("halsa", health_views.health, needs=Open.PUBLIC, name="health"),
    page("start/", start_views.begin, needs=Open.PUBLIC, name="setup"),
    page("start/granska/", start_views.review, needs=Open.PUBLIC, name="setup_review"),
    page("start/klart/", start_views.done, needs=Open.PUBLIC, name="setup_done"),
    page("start/<slug:step>/", start_views.step, needs=Open.PUBLIC, name="setup_step"),
    page(f"{_IN}kartbild/<int:z>/<int:y>/<int:x>", tile_views.one, needs=Permission.MEMBER, name="tile"),
    page(f"{_IN}driftstart/", driftstart_views.checklist, needs=_SET, name="driftstart"),
    page(f"{_IN}driftstart/oppna/", driftstart_views.open_up, needs=_SET, name="driftstart_open"),
    page(f"{_IN}driftstart/stang/", driftstart_views.close, needs=_SET, name="driftstart_close"),
    page(f"{_IN}driftstart/<slug:item>/", driftstart_views.item, needs=_SET, name="driftstart_item"),
    page(f"{_IN}driftstart/<slug:item>/mall/", driftstart_views.template, needs=_SET, name="driftstart_template"),
    page(_HERE, settings_views.overview, needs=_SET, name="settings"),
    page(f"{_HERE}takt/", settings_views.cadence, needs=_SET, name="settings_cadence"),
    page(f"{_HERE}kontakt/", settings_views.contact, needs=_SET, name="settings_contact"),
    page(f"{_HERE}tillganglighet/", settings_views.accessibility, needs=_SET, name="settings_accessibility"),
    page(f"{_HERE}karta/", settings_views.map_backdrop, needs=_SET, name="settings_map"),
    page(f"{_HERE}gallring/", retention_views.retention, needs=_SET, name="settings_retention"),
    page(f"{_HERE}gallring/beslut/", retention_views.record, needs=_SET, name="settings_retention_decide"),
    page(f"{_HERE}gallring/gallra/", retention_views.run, needs=_SET, name="settings_retention_run"),
    page(f"{_HERE}omraden/", areas_views.areas, needs=_SET, name="settings_areas"),
    page(f"{_HERE}platser/", places_views.places, needs=_SET, name="settings_places"),
    page(f"{_HERE}platser/karta.json", places_views.ground, needs=_SET, name="settings_places_map"),
    page(f"{_HERE}platser/<int:place>/", places_views.places, needs=_SET, name="settings_place"),
    page(f"{_HERE}platser/<int:place>/bort/", places_views.remove, needs=_SET, name="settings_place_remove"),
    page(f"{_HERE}rapportorer/", promises_views.promises, needs=_SET, name="settings_promises"),
    page(f"{_HERE}rapportorer/<int:organisation>/", promises_views.promise, needs=_SET, name="settings_promise"),
    page(f"{_HERE}logg/", log_views.events, needs=Permission.READ_LOG, name="log"),
    page(f"{_HERE}logg.csv", log_views.export, needs=Permission.READ_LOG, name="log_export"),
]
