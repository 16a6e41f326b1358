"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern

from tryggve.domain.access import Permission
from tryggve.web.areas.views import rating, rounds
from tryggve.web.core.pages import page

_SIGNS = "<kommun:kommun>/tidiga-tecken/"
_ONE = f"{_SIGNS}<int:pk>/"
_COME, _RATE, _LEAD = Permission.SIGNS, Permission.RATE_SIGNS, Permission.LEAD_SIGNS

urlpatterns: list[URLPattern] = [
    page(_SIGNS, rounds.signs, needs=_COME, name="signs"),
    page(f"{_SIGNS}ny/", rounds.signs_new, needs=_LEAD, name="signs_new"),
    page(f"{_SIGNS}grans/", rounds.signs_limit, needs=_LEAD, name="signs_limit"),
    page(_ONE, rounds.signs_round, needs=_COME, name="signs_round"),
    page(f"{_ONE}bedom/<str:group>/", rating.signs_rate, needs=_RATE, name="signs_rate"),
    page(f"{_ONE}las/", rating.signs_lock, needs=_RATE, name="signs_lock"),
    page(f"{_ONE}samsyn/<str:group>/", rating.signs_consensus, needs=_LEAD, name="signs_consensus"),
    page(f"{_ONE}faststall/", rounds.signs_agree, needs=_LEAD, name="signs_agree"),
    page(f"{_ONE}avbryt/", rounds.signs_stop, needs=_LEAD, name="signs_stop"),
]
