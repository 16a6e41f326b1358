"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, register_converter

from tryggve.domain.access import Permission
from tryggve.web.core.pages import page
from tryggve.web.situation import adopt_views, making_views, picture_views, signal_urls, snapshot_views, week_views
from tryggve.web.situation.periods import PeriodPart

register_converter(PeriodPart, "picture_period")

_WEEK = "<kommun:kommun>/veckan/"
_OF = f"{_WEEK}<picture_period:period>/"
_DRAFT = "<kommun:kommun>/lagesbild/<picture_period:period>/"
_PICTURES = "<kommun:kommun>/lagesbilder/"
_ONE = f"{_PICTURES}<picture_period:period>/<int:version>/"
_ADOPT, _ADOPTED = Permission.ADOPT, Permission.READ_ADOPTED
_LIVE, _TEXT = Permission.READ_LIVE, Permission.READ_TEXT

urlpatterns: list[URLPattern] = [
    page(_WEEK, week_views.now, needs=_LIVE, name="week"),
    page(_OF, week_views.week, needs=_LIVE, name="week_of"),
    page(f"{_OF}karta.json", week_views.week_map, needs=_LIVE, name="week_map"),
    page(f"{_OF}rapporter/", week_views.reports, needs=_LIVE, name="week_reports"),
    page(f"{_OF}rapporter/<int:report>/text/", week_views.text, needs=_TEXT, name="week_text"),
    page(f"{_OF}rapporter.csv", week_views.export, needs=_LIVE, name="week_csv", form="csv"),
    page(f"{_OF}rapporter.xlsx", week_views.export, needs=_LIVE, name="week_xlsx", form="xlsx"),
    page(f"{_OF}rapporter.json", week_views.export, needs=_LIVE, name="week_json", form="json"),
    page(f"{_OF}rapporter.geojson", week_views.export, needs=_LIVE, name="week_geojson", form="geojson"),
    page(_DRAFT, picture_views.picture, needs=_TEXT, name="picture"),
    page(f"{_DRAFT}bygg/", making_views.build, needs=_TEXT, name="picture_build"),
    page(f"{_DRAFT}text/<slug:section>/", picture_views.analysis, needs=_ADOPT, name="picture_analysis"),
    page(f"{_DRAFT}text/<slug:section>/historik/", picture_views.history, needs=_TEXT, name="picture_history"),
    page(f"{_DRAFT}faststall/", adopt_views.fix, needs=_ADOPT, name="picture_adopt"),
    page(f"{_DRAFT}arbete/<int:pk>/", making_views.progress, needs=_TEXT, name="picture_making"),
    page(_PICTURES, snapshot_views.pictures, needs=_ADOPTED, name="pictures"),
    page(_ONE, snapshot_views.snapshot, needs=_ADOPTED, name="snapshot"),
    page(f"{_ONE}lagesbild.<slug:form>", snapshot_views.document, needs=_ADOPTED, name="snapshot_file"),
    *signal_urls.urlpatterns,
]
