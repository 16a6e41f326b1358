"""Addresses of signals."""

from __future__ import annotations

from django.urls import URLPattern, register_converter

from tryggve.domain.access import Permission
from tryggve.web.core.pages import page
from tryggve.web.situation import signal_record_views, signal_views


class SignalName:
    """The name of a signal in an address: the code of an area in it may hold a slash."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """As it is kept."""
        return value.replace("~", "/")

    def to_url(self, value: str) -> str:
        """As it may stand in an address."""
        return value.replace("/", "~")


register_converter(SignalName, "signal_name")

_ALL = "<kommun:kommun>/signaler/"
_ONE = f"{_ALL}<signal_name:key>/"
_READ, _JUDGE, _TEXT = Permission.READ_SIGNALS, Permission.JUDGE_SIGNALS, Permission.READ_TEXT

urlpatterns: list[URLPattern] = [
    page(_ALL, signal_views.signals, needs=_READ, name="signals"),
    page(f"{_ALL}titta/", signal_views.look_now, needs=_JUDGE, name="signals_look"),
    page(f"{_ALL}facit/", signal_record_views.record, needs=_READ, name="signals_record"),
    page(f"{_ALL}facit.csv", signal_record_views.export, needs=_READ, name="signals_csv", form="csv"),
    page(f"{_ALL}facit.xlsx", signal_record_views.export, needs=_READ, name="signals_xlsx", form="xlsx"),
    page(_ONE, signal_views.signal, needs=_READ, name="signal"),
    page(f"{_ONE}bedom/", signal_views.decide, needs=_JUDGE, name="signal_judge"),
    page(f"{_ONE}karta.json", signal_views.signal_map, needs=_READ, name="signal_map"),
    page(f"{_ONE}rapporter/<int:report>/text/", signal_views.text, needs=_TEXT, name="signal_text"),
]
