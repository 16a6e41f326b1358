"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern

from tryggve.domain.access import Permission
from tryggve.web.core.pages import Open, page
from tryggve.web.incidents import installable, mine_views, views
from tryggve.web.incidents.desk_urls import urlpatterns as desk
from tryggve.web.incidents.inbox_urls import urlpatterns as inbox

_REPORT, _MINE = "<kommun:kommun>/rapport", "<kommun:kommun>/mina"

reporting: list[URLPattern] = [
    page("manifest.webmanifest", installable.manifest, needs=Open.PUBLIC, name="manifest"),
    page("sw.js", installable.worker, needs=Open.PUBLIC, name="service_worker"),
    page(f"{_REPORT}/", views.form, needs=Permission.REPORT, name="report"),
    page(f"{_REPORT}/skicka", views.send, needs=Permission.REPORT, name="report_send"),
    page(f"{_REPORT}/inget", views.nothing, needs=Permission.REPORT, name="report_nothing"),
    page(f"{_REPORT}/granska", views.screen, needs=Permission.REPORT, name="report_screen"),
    page(f"{_REPORT}/form", views.form_data, needs=Permission.REPORT, name="report_form"),
    page(f"{_REPORT}/karta", views.map_data, needs=Permission.REPORT, name="report_map"),
    page(f"{_REPORT}/<uuid:report>/", views.receipt, needs=Permission.REPORT, name="report_receipt"),
    page(f"{_REPORT}/<uuid:report>/angra", views.take_back, needs=Permission.REPORT, name="report_take_back"),
]
following: list[URLPattern] = [
    page(f"{_MINE}/", mine_views.mine, needs=Permission.READ_OWN, name="my_reports"),
    page(f"{_MINE}/brev", mine_views.mail, needs=Permission.READ_OWN, name="my_mail"),
    page(f"{_MINE}/organisationen/", mine_views.ours, needs=Permission.READ_ORGANISATION, name="our_reports"),
    page(f"{_MINE}/<uuid:report>/svara", mine_views.reply, needs=Permission.READ_OWN, name="report_reply"),
]
urlpatterns: list[URLPattern] = [*reporting, *following, *inbox, *desk]
