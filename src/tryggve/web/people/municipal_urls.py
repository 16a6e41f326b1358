"""Addresses of people within a municipality."""

from __future__ import annotations

from django.urls import URLPattern

from tryggve.domain.access import Permission
from tryggve.web.core.pages import View, page
from tryggve.web.people.views import invitations, members, organisations

_HERE = "<kommun:kommun>/personer/"
_ONE = "organisation/<int:pk>/"
_OWN, _ALL = Permission.PEOPLE_OF_ORGANISATION, Permission.PEOPLE


def _page(route: str, view: View, needs: Permission, name: str) -> URLPattern:
    return page(_HERE + route, view, needs=needs, name=name)


urlpatterns: list[URLPattern] = [
    _page("", organisations.people, _OWN, "people"),
    _page("organisation/ny/", organisations.add, _ALL, "organisation_add"),
    _page(_ONE, organisations.organisation, _OWN, "organisation"),
    _page(_ONE + "andra/", organisations.change, _ALL, "organisation_change"),
    _page(_ONE + "lopande/", organisations.live, _ALL, "organisation_live"),
    _page(_ONE + "bjud-in/", invitations.invite, _OWN, "invite"),
    _page(_ONE + "qr/", invitations.qr, _OWN, "invite_qr"),
    _page("inbjudan/<int:pk>/dra-tillbaka/", invitations.withdraw, _OWN, "invitation_withdraw"),
    _page("<int:pk>/", members.roles, _OWN, "member"),
    _page("<int:pk>/vag-tillbaka/", members.way_back, _OWN, "member_way_back"),
    _page("<int:pk>/adress/", members.address, _OWN, "member_address"),
    _page("<int:pk>/avsluta/", members.end, _OWN, "member_end"),
]
