"""Every address of the web. Each is declared by `page`, with what it needs."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from tryggve.domain.access import Permission
from tryggve.web.areas.urls import urlpatterns as areas
from tryggve.web.core import about_views, unsaved, views
from tryggve.web.core.pages import Open, page
from tryggve.web.group.urls import urlpatterns as group
from tryggve.web.incidents.urls import urlpatterns as incidents
from tryggve.web.people.urls import urlpatterns as people
from tryggve.web.setup.urls import urlpatterns as setup
from tryggve.web.situation.urls import urlpatterns as situation
from tryggve.web.wiring import connect

connect()

urlpatterns: list[URLPattern | URLResolver] = [
    page("", views.start, needs=Open.SIGNED_IN, name="start"),
    page("sprak/", views.language, needs=Open.PUBLIC, name="language"),
    page("om/tillganglighet/", about_views.about, needs=Open.PUBLIC, name="accessibility", what="accessibility"),
    page("om/personuppgifter/", about_views.about, needs=Open.PUBLIC, name="personal_data", what="personal_data"),
    *people,
    *setup,
    *incidents,
    *situation,
    *group,
    *areas,
    page("<kommun:kommun>/osparat/", unsaved.unsaved, needs=Permission.TASKS, name="unsaved"),
    page("<kommun:kommun>/osparat/<int:pk>/kasta/", unsaved.drop, needs=Permission.TASKS, name="unsaved_drop"),
    page("<kommun:kommun>/", views.home, needs=Permission.MEMBER, name="home"),
]

handler400 = "tryggve.web.core.failures.bad_request"
handler403 = "tryggve.web.core.failures.forbidden"
handler404 = "tryggve.web.core.failures.not_found"
handler429 = "tryggve.web.core.failures.too_many"
handler500 = "tryggve.web.core.failures.server_error"
