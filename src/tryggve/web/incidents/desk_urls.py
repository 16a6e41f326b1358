"""Addresses of lägesrapporter and of files that come in."""

from __future__ import annotations

from django.urls import URLPattern

from tryggve.domain.access import Permission
from tryggve.web.core.pages import page
from tryggve.web.incidents import situation_report_views as told
from tryggve.web.incidents import upload_views as files

_TOLD, _FILES = "<kommun:kommun>/lagesrapporter/", "<kommun:kommun>/ladda-upp/"

urlpatterns: list[URLPattern] = [
    page(_TOLD, told.situation_reports, needs=Permission.TELL_SITUATION, name="situation_reports"),
    page(f"{_TOLD}spara", told.save, needs=Permission.TELL_SITUATION, name="situation_report_save"),
    page(f"{_TOLD}oppna", told.reopen, needs=Permission.TELL_SITUATION, name="situation_report_reopen"),
    page(f"{_TOLD}<int:pk>/historik", told.history, needs=Permission.TELL_SITUATION, name="situation_report_history"),
    page(f"{_TOLD}<int:pk>/anvand", told.use, needs=Permission.REVIEW, name="situation_report_use"),
    page(_FILES, files.uploads, needs=Permission.BRING_IN, name="uploads"),
    page(f"{_FILES}<int:pk>/", files.upload, needs=Permission.BRING_IN, name="upload"),
    page(f"{_FILES}<int:pk>/for-in", files.bring_in, needs=Permission.BRING_IN, name="upload_bring_in"),
    page(f"{_FILES}<int:pk>/kasta", files.throw_away, needs=Permission.BRING_IN, name="upload_throw_away"),
    page(f"{_FILES}<int:pk>/rader", files.rejected, needs=Permission.BRING_IN, name="upload_rejected"),
    page(f"{_FILES}import/<int:pk>/ta-tillbaka", files.take_back, needs=Permission.BRING_IN, name="upload_take_back"),
]
