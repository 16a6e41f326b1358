"""Tiles of the municipality's own map, by way of us."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from tryggve.web.core.backdrop import backdrop
from tryggve.web.core.member import Request
from tryggve.web.setup.tiles import tile

_LARGEST = 2**26


@require_safe
def one(request: Request, z: int, y: int, x: int) -> HttpResponse:
    """A tile; 404 where the municipality has no backdrop, or the map server no tile."""
    found = backdrop()
    if found is None or z >= len(found.resolutions) or max(x, y) > _LARGEST:
        raise Http404
    picture = tile(found, request.kommun.slug, z, y, x)
    if picture is None:
        raise Http404
    answer = HttpResponse(picture[0], content_type=picture[1])
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer
