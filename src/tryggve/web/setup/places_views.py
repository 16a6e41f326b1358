"""Known places: a list, a form, and a map to point on."""

from __future__ import annotations

from typing import Any

import shapely
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tryggve.domain.area import AreaRegister
from tryggve.domain.language import _
from tryggve.store.database.areas import register_of
from tryggve.web.core import clock
from tryggve.web.core.actions.places import keep_place, remove_place
from tryggve.web.core.backdrop import told_to_map
from tryggve.web.core.member import Request
from tryggve.web.core.models import KnownPlace
from tryggve.web.core.municipal import here
from tryggve.web.setup.areas import finest
from tryggve.web.setup.settings_forms import PlaceForm


@require_http_methods(["GET", "HEAD", "POST"])
def places(request: Request, place: int | None = None) -> HttpResponse:
    """All places; with a number one of them to change."""
    chosen = get_object_or_404(KnownPlace, pk=place) if place is not None else None
    known = {name: getattr(chosen, name) for name in PlaceForm.base_fields} if chosen else {}
    form = PlaceForm(request.POST if request.method == "POST" else None, initial=known, place=chosen)
    if form.is_valid():
        said = form.cleaned_data
        area = _area_of(said["x"], said["y"], register_of(here()))
        keep_place(**said, area=area, place=chosen, by=request.member.by, at=clock.now())
        messages.success(request, _("Saved."))
        return redirect("settings_places", kommun=request.kommun.slug)
    register = register_of(here())
    names = {one.code: one.name for one in finest(register)} if register else {}
    context = {"form": form, "places": KnownPlace.objects.all(), "chosen": chosen, "areas": names}
    return render(request, "setup/places.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: Request, place: int) -> HttpResponse:
    """A place is known no longer."""
    remove_place(place=get_object_or_404(KnownPlace, pk=place), by=request.member.by, at=clock.now())
    return redirect("settings_places", kommun=request.kommun.slug)


@require_safe
def ground(request: Request) -> JsonResponse:
    """The map to point on: areas, places, and the backdrop where there is one."""
    register = register_of(here())
    areas = finest(register) if register else []
    known = list(KnownPlace.objects.all())
    places = [[one.x, one.y, "place", one.name, "", f"p{one.pk}"] for one in known]
    shapes = [shapely.geometry.shape(area.geometry) for area in areas]
    bounds = shapely.total_bounds(shapes).tolist() if shapes else _around([(one.x, one.y) for one in known])
    features = [
        {"type": "Feature", "geometry": area.geometry, "properties": {"id": area.code, "title": area.name}}
        for area in areas
    ]
    layers: list[dict[str, Any]] = [
        {"id": "areas", "kind": "areas", "features": {"type": "FeatureCollection", "features": features}},
        {"id": "places", "kind": "places", "title": _("Known places"), "places": places},
    ]
    return JsonResponse({"bounds": bounds, "layers": layers} | told_to_map(request.kommun.slug))


def _around(points: list[tuple[int, int]]) -> list[int]:
    """A kilometre around some points; all of Sweden's middle where there are none."""
    if not points:
        return [250_000, 6_100_000, 950_000, 7_700_000]
    xs, ys = zip(*points, strict=True)
    return [min(xs) - 1000, min(ys) - 1000, max(xs) + 1000, max(ys) + 1000]


def _area_of(x: int, y: int, register: AreaRegister | None) -> str:
    """The area that a point lies in; "" where it lies in none."""
    point = shapely.Point(x, y)
    areas = finest(register) if register else []
    return next((one.code for one in areas if shapely.geometry.shape(one.geometry).covers(point)), "")
