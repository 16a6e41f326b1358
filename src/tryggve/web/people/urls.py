"""Addresses of login and account: those of allauth that we use, each declared as ours are."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern

from tryggve.web.core.pages import Open, View, page
from tryggve.web.people.municipal_urls import urlpatterns as municipal
from tryggve.web.people.telling import listen
from tryggve.web.people.views import account as views
from tryggve.web.people.views import join

Pages = tuple[tuple[str, View, str], ...]

listen()

FOR_ALL: Pages = (
    ("konto/logga-in/", account.login, "account_login"),
    ("konto/logga-in/passkey/", webauthn.login_webauthn, "mfa_login_webauthn"),
    ("konto/logga-ut/", views.logout, "account_logout"),
    ("konto/nytt/", views.no_signup, "account_signup"),
    ("konto/vilande/", account.account_inactive, "account_inactive"),
    ("konto/glomt/", account.password_reset, "account_reset_password"),
    ("konto/glomt/skickat/", account.password_reset_done, "account_reset_password_done"),
    ("konto/glomt/<word:uidb36>-<str:key>/", account.password_reset_from_key, "account_reset_password_from_key"),
    ("konto/glomt/klart/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    ("konto/sakerhet/kod/", mfa.authenticate, "mfa_authenticate"),
)
"""Route, view and name of what anybody may open."""

FOR_OWNERS: Pages = (
    ("konto/", views.mine, "account"),
    ("konto/bekrafta/", account.reauthenticate, "account_reauthenticate"),
    ("konto/losenord/", account.password_change, "account_change_password"),
    ("konto/losenord/nytt/", views.password_set, "account_set_password"),
    ("konto/sakerhet/", mfa.index, "mfa_index"),
    ("konto/sakerhet/bekrafta/", mfa.reauthenticate, "mfa_reauthenticate"),
    ("konto/sakerhet/app/", totp.activate_totp, "mfa_activate_totp"),
    ("konto/sakerhet/app/bort/", totp.deactivate_totp, "mfa_deactivate_totp"),
    ("konto/sakerhet/nycklar/", webauthn.list_webauthn, "mfa_list_webauthn"),
    ("konto/sakerhet/nycklar/ny/", webauthn.add_webauthn, "mfa_add_webauthn"),
    ("konto/sakerhet/nycklar/bekrafta/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    ("konto/sakerhet/nycklar/<int:pk>/bort/", webauthn.remove_webauthn, "mfa_remove_webauthn"),
    ("konto/sakerhet/nycklar/<int:pk>/namn/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    ("konto/sakerhet/reserv/", recovery.view_recovery_codes, "mfa_view_recovery_codes"),
    ("konto/sakerhet/reserv/nya/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    ("konto/sakerhet/reserv/fil/", recovery.download_recovery_codes, "mfa_download_recovery_codes"),
    ("konto/adress/<str:token>/", views.address, "account_address"),
    ("konto/pin/", views.pin, "account_pin"),
    ("konto/ut-overallt/", views.end_sessions, "account_end_sessions"),
    ("konto/ta-bort/", views.forget, "account_forget"),
    ("konto/tva-steg/", views.two_factors, "two_factors"),
)
"""The same of what an account's owner may open."""

urlpatterns: list[URLPattern] = [
    *(page(route, view, needs=Open.PUBLIC, name=name) for route, view, name in FOR_ALL),
    *(page(route, view, needs=Open.SIGNED_IN, name=name) for route, view, name in FOR_OWNERS),
    # Before the link itself, which matches any word there.
    page("inbjudan/<kommun:kommun>/", join.join, needs=Open.PUBLIC, name="join"),
    page("inbjudan/<kommun:kommun>/passkey/", join.passkey, needs=Open.PUBLIC, name="join_passkey"),
    page("inbjudan/<kommun:kommun>/klart/", join.joined, needs=Open.SIGNED_IN, name="joined"),
    page("inbjudan/<kommun:kommun>/<str:token>/", join.opened, needs=Open.PUBLIC, name="invitation"),
    *municipal,
]
