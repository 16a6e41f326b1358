"""Addresses of the coordinator's inbox."""

from __future__ import annotations

from django.urls import URLPattern

from tryggve.domain.access import Permission
from tryggve.web.core.pages import page
from tryggve.web.incidents import inbox_action_views as acts
from tryggve.web.incidents import inbox_views as views

_INBOX, _ONE = "<kommun:kommun>/inkorg/", "<kommun:kommun>/inkorg/<int:pk>/"
_REVIEW = Permission.REVIEW

urlpatterns: list[URLPattern] = [
    page(_INBOX, views.inbox, needs=_REVIEW, name="inbox"),
    page(_ONE, views.report, needs=_REVIEW, name="inbox_report"),
    page(f"{_ONE}karta", views.report_map, needs=_REVIEW, name="inbox_map"),
    page(f"{_ONE}last", acts.read, needs=_REVIEW, name="inbox_read"),
    page(f"{_ONE}stoppa", acts.hold_back, needs=_REVIEW, name="inbox_hold_back"),
    page(f"{_ONE}slapp-in", acts.let_in, needs=_REVIEW, name="inbox_let_in"),
    page(f"{_ONE}samma", acts.merge, needs=_REVIEW, name="inbox_merge"),
    page(f"{_ONE}dela", acts.unmerge, needs=_REVIEW, name="inbox_unmerge"),
    page(f"{_ONE}inte-samma", acts.not_same, needs=_REVIEW, name="inbox_not_same"),
    page(f"{_ONE}ord", acts.words, needs=_REVIEW, name="inbox_words"),
    page(f"{_ONE}fraga", acts.question, needs=_REVIEW, name="inbox_ask"),
    page(f"{_ONE}ratta", acts.correct, needs=_REVIEW, name="inbox_correct"),
    page("<kommun:kommun>/inkorg/angra/<int:pk>", acts.undo, needs=_REVIEW, name="inbox_undo"),
]
