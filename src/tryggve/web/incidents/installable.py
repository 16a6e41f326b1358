"""What makes the web an app on a phone: its manifest, and the worker that keeps the report form without network."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from tryggve.domain.language import _, current_language


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How the app is called and looks where it is installed; the same for everybody."""
    icons = [("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any"),
             ("icon-maskable-512.png", "512x512", "maskable")]  # fmt: skip
    told = {
        "name": "Tryggve", "short_name": "Tryggve", "description": _("Report what makes the place unsafe"),
        "id": "/", "start_url": "/", "scope": "/", "display": "standalone", "lang": current_language(),
        "background_color": "#ffffff", "theme_color": "#17466b",
        "icons": [
            {"src": static(f"tryggve/icons/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in icons
        ],
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: two files whose names change when they do, so that phones fetch them anew."""
    files = ("tryggve/js/queue.js", "tryggve/js/worker.js")
    text = "".join(f'importScripts("{static(name)}");\n' for name in files)
    return HttpResponse(text, content_type="text/javascript", headers={"Cache-Control": "no-cache"})
