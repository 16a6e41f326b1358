"""In a real browser: an invitation, a passkey, in again by it; the answers of forms at two widths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.utils import timezone

from tests.web.axe import axe_faults, too_wide
from tests.web.cast import SECRET
from tests.web.conftest import KOMMUN
from tests.web.live import Live, live, watch  # noqa: F401
from tryggve.domain.access import Role
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions import invitations
from tryggve.web.core.models import Membership, Organisation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WIDTHS = (390, 1200)


def with_authenticator(page: Page) -> Any:
    """A device that holds passkeys and always knows its owner's finger."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    return device, device.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def link_for(site: Live, role: Role) -> str:
    with site.installation.inside():
        unit = Organisation.objects.get(name="Trygghetsenheten")
        _made, token = invitations.invite(
            organisation=unit, roles=[role], givable=frozenset(Role), email="ny@example.org", days=7, by="Kerstin",
            at=timezone.now(),
        )  # fmt: skip
    return f"{site.url}/inbjudan/{KOMMUN}/{token}/"


def test_an_invited_analyst_makes_a_passkey_and_comes_back_by_it(browser: Browser, live: Live) -> None:  # noqa: F811
    page = browser.new_page(viewport={"width": 390, "height": 844}, locale="sv-SE")
    seen = watch(page, live.url)
    device, key = with_authenticator(page)
    page.goto(link_for(live, Role.ANALYST))
    assert page.url == f"{live.url}/inbjudan/{KOMMUN}/"
    page.fill("#id_name", "Nils Ny")
    page.click("main form button")
    page.click("form[data-passkey] button")
    page.wait_for_url(f"{live.url}/konto/sakerhet/reserv/")
    assert page.locator("li.code").count() == 10
    page.goto(f"{live.url}/konto/logga-ut/")
    page.click("main form button")
    page.wait_for_url(f"{live.url}/konto/logga-in/?ute=1")
    page.goto(f"{live.url}/konto/")
    page.wait_for_url("**/konto/logga-in/?next=**")
    page.click("form[data-passkey] button")
    page.wait_for_url(f"{live.url}/konto/")
    assert page.input_value("#id_name") == "Nils Ny"
    device.send("WebAuthn.clearCredentials", {"authenticatorId": key})
    page.goto(f"{live.url}/konto/logga-ut/")
    page.click("main form button")
    page.wait_for_url("**/konto/logga-in/**")
    page.click("form[data-passkey] button")
    page.wait_for_function("document.querySelector('form[data-passkey] [role=status]').textContent.length > 30")
    assert page.url.startswith(f"{live.url}/konto/logga-in/")
    with live.installation.inside():
        assert Membership.objects.get(name="Nils Ny").role_set == {Role.ANALYST}
    assert not Account.objects.get(name="Nils Ny").has_usable_password()
    assert seen.faults == []
    page.close()


def test_who_lost_the_only_passkey_comes_back_by_a_link_and_makes_another(browser: Browser, live: Live) -> None:  # noqa: F811
    """T-BACK: the old key is dead, the new one opens."""
    page = browser.new_page(viewport={"width": 390, "height": 844}, locale="sv-SE")
    seen = watch(page, live.url)
    device, key = with_authenticator(page)
    page.goto(link_for(live, Role.COUNCIL))
    page.fill("#id_name", "Nils Ny")
    page.click("main form button")
    page.click("form[data-passkey] button")
    page.wait_for_url(f"{live.url}/{KOMMUN}/**")
    device.send("WebAuthn.clearCredentials", {"authenticatorId": key})
    with live.installation.inside():
        nils = Membership.objects.get(name="Nils Ny")
    given = live.installation.client("Kerstin").post(f"/{KOMMUN}/personer/{nils.pk}/vag-tillbaka/").content.decode()
    token = re.findall(rf"/inbjudan/{KOMMUN}/([\w-]{{32}})/", given)[0]
    page.goto(f"{live.url}/konto/")
    page.wait_for_url("**/konto/logga-in/**")
    page.goto(f"{live.url}/inbjudan/{KOMMUN}/{token}/")
    faults = axe_faults(page) + too_wide(page)
    page.click("main form button")
    page.click("form[data-passkey] button")
    page.wait_for_url(f"{live.url}/{KOMMUN}/**")
    page.goto(f"{live.url}/konto/")
    faults += axe_faults(page) + too_wide(page)
    assert page.locator("#changes").count() == 1
    assert [one.user_id for one in Authenticator.objects.filter(type="webauthn")] == [nils.account_id]
    page.goto(f"{live.url}/konto/logga-ut/")
    page.click("main form button")
    page.wait_for_url("**/konto/logga-in/?ute=1")
    page.click("form[data-passkey] button")
    page.wait_for_url(f"{live.url}/{KOMMUN}/**")
    assert faults + seen.faults == []
    page.close()


def faults_of(page: Page) -> list[str]:
    """What is wrong with a page on a phone, and on a desk."""
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        faults += axe_faults(page, colours=width == WIDTHS[0]) + too_wide(page)
    return faults


def test_pages_behind_a_form_are_open_to_all_and_quiet(browser: Browser, live: Live) -> None:  # noqa: F811
    with live.installation.inside():
        unit = Organisation.objects.get(name="Polisen").pk
        rolf = Membership.objects.get(name="Rolf").pk
    one = f"/{KOMMUN}/personer/organisation/{unit}/"
    context = browser.new_context(locale="sv-SE")
    context.add_cookies(live.cookies("Kerstin"))  # type: ignore[arg-type]
    page = context.new_page()
    seen = watch(page, live.url)
    faults: list[str] = []

    def send(path: str, **fields: str) -> None:
        page.goto(live.url + path)
        for name, value in fields.items():
            page.fill(f"#id_{name}", value)
        page.click("main form.form button")
        page.wait_for_load_state()
        faults.extend(faults_of(page))

    page.goto(live.url + one + "bjud-in/")
    page.check("input[value=council]")
    page.fill("#id_email", "ny@example.org")
    page.click("main form.form button")
    link = re.findall(r"http\S+", mail.outbox[-1].body)[0]
    faults += faults_of(page)
    send(f"/{KOMMUN}/personer/{rolf}/vag-tillbaka/")
    assert page.locator("svg.qr").count() == 1
    send(one + "qr/")
    assert page.locator("svg.qr").count() == 1
    send("/konto/", name="")
    send("/konto/bekrafta/", password=SECRET)
    for path in ("/konto/sakerhet/app/", "/konto/sakerhet/nycklar/ny/", "/konto/ta-bort/"):
        page.goto(live.url + path)
        assert page.url == live.url + path
        faults += faults_of(page)
    context.clear_cookies()
    send("/konto/logga-in/", login="ingen@example.org", password="fel")
    page.goto(link)
    send(f"/inbjudan/{KOMMUN}/", name="Nils")
    assert page.url.endswith("/passkey/")
    faults += [fault for fault in seen.faults if "422" not in fault]
    context.close()
    assert faults == []
