"""Addresses of login and account: those of allauth that we use, each declared as ours are."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern

from tryggve.web.core.pages import Open, page
from tryggve.web.people.municipal_urls import urlpatterns as municipal
from tryggve.web.people.views import account as views
from tryggve.web.people.views import join

urlpatterns: list[URLPattern] = [
    page("konto/", views.mine, needs=Open.SIGNED_IN, name="account"),
    page("konto/logga-in/", account.login, needs=Open.PUBLIC, name="account_login"),
    page("konto/logga-in/passkey/", webauthn.login_webauthn, needs=Open.PUBLIC, name="mfa_login_webauthn"),
    page("konto/logga-ut/", views.logout, needs=Open.PUBLIC, name="account_logout"),
    page("konto/nytt/", views.no_signup, needs=Open.PUBLIC, name="account_signup"),
    page("konto/vilande/", account.account_inactive, needs=Open.PUBLIC, name="account_inactive"),
    page("konto/bekrafta/", account.reauthenticate, needs=Open.SIGNED_IN, name="account_reauthenticate"),
    page("konto/losenord/", account.password_change, needs=Open.SIGNED_IN, name="account_change_password"),
    page("konto/losenord/nytt/", views.password_set, needs=Open.SIGNED_IN, name="account_set_password"),
    page("konto/glomt/", account.password_reset, needs=Open.PUBLIC, name="account_reset_password"),
    page("konto/glomt/skickat/", account.password_reset_done, needs=Open.PUBLIC, name="account_reset_password_done"),
    page(
        "konto/glomt/<word:uidb36>-<str:key>/",
        account.password_reset_from_key,
        needs=Open.PUBLIC,
        name="account_reset_password_from_key",
    ),
    page(
        "konto/glomt/klart/",
        account.password_reset_from_key_done,
        needs=Open.PUBLIC,
        name="account_reset_password_from_key_done",
    ),
    page("konto/sakerhet/", mfa.index, needs=Open.SIGNED_IN, name="mfa_index"),
    page("konto/sakerhet/kod/", mfa.authenticate, needs=Open.PUBLIC, name="mfa_authenticate"),
    page("konto/sakerhet/bekrafta/", mfa.reauthenticate, needs=Open.SIGNED_IN, name="mfa_reauthenticate"),
    page("konto/sakerhet/app/", totp.activate_totp, needs=Open.SIGNED_IN, name="mfa_activate_totp"),
    page("konto/sakerhet/app/bort/", totp.deactivate_totp, needs=Open.SIGNED_IN, name="mfa_deactivate_totp"),
    page("konto/sakerhet/nycklar/", webauthn.list_webauthn, needs=Open.SIGNED_IN, name="mfa_list_webauthn"),
    page("konto/sakerhet/nycklar/ny/", webauthn.add_webauthn, needs=Open.SIGNED_IN, name="mfa_add_webauthn"),
    page(
        "konto/sakerhet/nycklar/bekrafta/",
        webauthn.reauthenticate_webauthn,
        needs=Open.SIGNED_IN,
        name="mfa_reauthenticate_webauthn",
    ),
    page(
        "konto/sakerhet/nycklar/<int:pk>/bort/",
        webauthn.remove_webauthn,
        needs=Open.SIGNED_IN,
        name="mfa_remove_webauthn",
    ),
    page(
        "konto/sakerhet/nycklar/<int:pk>/namn/", webauthn.edit_webauthn, needs=Open.SIGNED_IN, name="mfa_edit_webauthn"
    ),
    page("konto/sakerhet/reserv/", recovery.view_recovery_codes, needs=Open.SIGNED_IN, name="mfa_view_recovery_codes"),
    page(
        "konto/sakerhet/reserv/nya/",
        recovery.generate_recovery_codes,
        needs=Open.SIGNED_IN,
        name="mfa_generate_recovery_codes",
    ),
    page(
        "konto/sakerhet/reserv/fil/",
        recovery.download_recovery_codes,
        needs=Open.SIGNED_IN,
        name="mfa_download_recovery_codes",
    ),
    page("konto/pin/", views.pin, needs=Open.SIGNED_IN, name="account_pin"),
    page("konto/ut-overallt/", views.end_sessions, needs=Open.SIGNED_IN, name="account_end_sessions"),
    page("konto/ta-bort/", views.forget, needs=Open.SIGNED_IN, name="account_forget"),
    page("konto/tva-steg/", views.two_factors, needs=Open.SIGNED_IN, name="two_factors"),
    # Before the link itself, which matches any word there.
    page("inbjudan/<kommun:kommun>/", join.join, needs=Open.PUBLIC, name="join"),
    page("inbjudan/<kommun:kommun>/passkey/", join.passkey, needs=Open.PUBLIC, name="join_passkey"),
    page("inbjudan/<kommun:kommun>/klart/", join.joined, needs=Open.SIGNED_IN, name="joined"),
    page("inbjudan/<kommun:kommun>/<str:token>/", join.opened, needs=Open.PUBLIC, name="invitation"),
    *municipal,
]
