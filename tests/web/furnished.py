"""A municipality with something on every page, made once a run: what the tests that walk all pages visit.

The browsers in it are logged in, or half-way through a set-up or an invitation; `site.cookies(name)` are theirs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from allauth.account.internal.flows import login as flow
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from tests.web.areas import material as signs
from tests.web.cast import AT, SECRET
from tests.web.conftest import KOMMUN, Installation, _at
from tests.web.group import material
from tests.web.incidents.desk import report
from tests.web.incidents.test_situation_reports import write
from tests.web.incidents.test_uploads import number_of, rows, send
from tests.web.once import made_once
from tests.web.setup.test_start import STEPS, opened
from tests.web.situation import signal_seed
from tests.web.situation.adopting import hidden, worked
from tests.web.situation.signal_town import first_signal
from tryggve.domain.access import Role
from tryggve.reports.week.periods import read_period
from tryggve.store.database.models import Incident
from tryggve.web.accounts.models import Account
from tryggve.web.core import clock
from tryggve.web.core.actions import invitations
from tryggve.web.core.actions.choices import choose
from tryggve.web.core.actions.installation import add_account
from tryggve.web.core.actions.people import add_member
from tryggve.web.core.actions.places import keep_place
from tryggve.web.core.models import KnownPlace, Membership, Organisation
from tryggve.web.group.facts import Origin
from tryggve.web.incidents.models import Report, SituationReport
from tryggve.web.situation.actions.drafts import rebuild
from tryggve.web.situation.actions.looking import look
from tryggve.web.situation.actions.making import ask_for_draft

WEEK, FIXED = "2026-W47", "2026-W46"
SEEN = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
X, Y = signal_seed.ORIGIN[0] + 300, signal_seed.ORIGIN[1] + 300
TOLD = "furnished.json"
FAR_AHEAD = dt.datetime(2100, 1, 1, tzinfo=dt.UTC).timestamp()
LONG_AGO = 1.0


@dataclass(frozen=True)
class Furnished:
    """The installation, what stands in its addresses, and the browsers that are somewhere."""

    installation: Installation
    parts: dict[str, Any]
    browsers: dict[str, dict[str, str]]

    def address(self, path: str) -> str:
        """A path of the table of visits, with the numbers of what there is."""
        return path.format(here=f"/{KOMMUN}", **self.parts)

    def client(self, name: str) -> Client:
        """The browser of a name, as Django's own; `-` is nobody's."""
        client = Client(raise_request_exception=True)
        for key, value in self.browsers.get(name, {}).items():
            client.cookies[key] = value
        return client


@pytest.fixture(scope="session")
def _furnished_template(_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    def make(folder: Path) -> None:
        shutil.copytree(_template, folder)
        with _at(folder):
            made = furnish(Installation(folder))
        clock.forget()
        told = {"parts": made.parts, "browsers": made.browsers}
        (folder / TOLD).write_text(json.dumps(told, default=str), encoding="utf-8")

    folder = made_once(tmp_path_factory, "furnished", make)
    return Furnished(Installation(folder), **json.loads((folder / TOLD).read_text(encoding="utf-8")))


@pytest.fixture
def furnished(_furnished_template: Furnished, tmp_path: Path) -> Iterator[Furnished]:
    """A copy for a test that changes things."""
    with copied(_furnished_template, tmp_path / "data") as made:
        yield made


@pytest.fixture(scope="module")
def standing(_furnished_template: Furnished, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    """One copy for all tests of a module: they look, and leave it as it is."""
    with copied(_furnished_template, tmp_path_factory.mktemp("standing") / "data") as made:
        yield made


@contextmanager
def copied(template: Furnished, folder: Path) -> Iterator[Furnished]:
    """The furnished installation in another folder, for as long as the block lasts."""
    shutil.copytree(template.installation.folder, folder)
    with _at(folder):
        clock.forget()
        yield Furnished(Installation(folder), template.parts, template.browsers)
    clock.forget()


def furnish(own: Installation) -> Furnished:
    """Fill every page of an installation that has the cast and nothing more."""
    signal_seed.seed()
    with own.inside():
        choose(name="cadence", value={"cadence": "weekly", "tertial": True, "year": True}, by="Kerstin", at=AT)
        Organisation.objects.filter(name__in=("Polisen", "Väktarna")).update(live=True, live_from=AT.date())
        look(by="Tryggve", today=signal_seed.TODAY, at=AT)
        keep_place(name="Torget", kind="", area="R0", x=X, y=Y, protected=False, by="Kerstin", at=AT)
        add_member(
            account=add_account(name="Dora", email="dora@example.org", at=AT, secret=SECRET),
            organisation=Organisation.objects.get(name="Trygghetsenheten"), roles=[Role.COORDINATOR], by="test", at=AT,
        )  # fmt: skip
    with own.inside("grannkommunen"):
        unit = Organisation.objects.get(name="Grannens enhet")
        add_member(account=_account("Dora"), organisation=unit, roles=[Role.COORDINATOR], by="test", at=AT)
    parts: dict[str, Any] = {"week": WEEK, "fixed": FIXED}
    for part in (_reports, _files, _group, _signs, _pictures, _people):
        parts |= part(own)
    browsers = _browsers(own, parts)
    # Last: to log in makes an older link void.
    forgot = _account("Rolf")
    reset = f"{user_pk_to_url_str(forgot)}-{default_token_generator.make_token(forgot)}"
    return Furnished(own, parts | {"reset": reset}, browsers)


def _reports(own: Installation) -> dict[str, Any]:
    text = "Kalle Karlsson sprejade på muren, ring 070-123 45 67"
    one = report(own, text, x=X, y=Y, at=SEEN, severity=3)
    same = report(own, "Nytt klotter på muren", who="Pelle", x=X + 40, y=Y, at=SEEN)
    report(own, "Högljudd grupp", who="Rut", x=X + 900, y=Y + 900, category="ordningsstorning", at=SEEN)
    mended = report(own, "Trasig lampa", who="Kerstin", x=X, y=Y + 900, category="skadegorelse", at=SEEN)
    kerstin = own.client("Kerstin")
    kerstin.post(own.url(f"inkorg/{one}/fraga"), {"text": "Vilken port?"})
    with own.inside():
        made = Report.objects.get(incident_id=one).pk
        inside = Incident.objects.filter(category="otrygg_samling").order_by("-id").values_list("id", flat=True)[0]
    write(own, "Pelle", "Stök vid torget", do="send", sharing="adopted")
    write(own, "Sara", "Lugnt på skolgårdarna")
    kerstin.get(own.url(f"lagesrapporter/?period={WEEK}"))
    with own.inside():
        told = SituationReport.objects.get(organisation__name="Polisen").pk
    return {
        "one": one, "same": same, "mended": mended, "report": made, "told": told, "inside": inside,
        "signal": first_signal(own),
    }  # fmt: skip


def _files(own: Installation) -> dict[str, Any]:
    number = number_of(send(own, rows("Stök")))
    own.client("Kerstin").post(own.url(f"ladda-upp/{number}/for-in"))
    waiting = number_of(send(own, rows("Sprejat"), "nya.csv"))
    bad = number_of(send(own, rows("Stök", kind="okänt ord"), "fel.csv"))
    page = own.client("Kerstin").get(own.url("ladda-upp/")).content.decode()
    found = re.search(r"ladda-upp/import/(\d+)/", page)
    assert found is not None
    return {"upload": number, "waiting": waiting, "bad": bad, "batch": found[1]}


def _group(own: Installation) -> dict[str, Any]:
    with own.inside():
        before = material.meeting(material.DAY - material.WEEK).pk
        late = material.task("Laga belysningen vid stationen", "Bostadsbolaget", due=material.DAY - material.WEEK).pk
        material.task("Rondera parken kvällstid", "Polisen", partners=("Väktarna",), place="Stadsparken")
        now = material.meeting().pk
        material.task("Fältarna går ut på fredag", "Socialtjänsten", origin=Origin(now))
    kerstin = own.client("Kerstin")
    said = {"text": "Lugnare i norr.\n\nFler rapporter om buskörning.", "version": "0"}
    kerstin.post(own.url(f"moten/{before}/text/changed/"), said)
    kerstin.post(own.url(f"moten/{before}/avsluta/"), {"next_day": ""})
    return {"before": before, "now": now, "task": late}


def _signs(own: Installation) -> dict[str, Any]:
    """An area that was judged twice and agreed on, one whose raters differ, one that is being judged."""
    agreed, apart, judged = (
        signs.OneArea("district", f"R{n}", f"Sydvästra Långbrinksvretens stadsdelsområde {n}") for n in range(3)
    )
    with own.inside():
        signs.agreed(area=agreed, day=signs.DAY - signs.dt.timedelta(days=200))
        done = signs.agreed(area=agreed, consensus=[signs.Sign.UNKNOWN, *signs.FIRST[1:]])
        differ = signs.locked(signs.UNLIKE, area=apart)
        goes_on = signs.begun(area=judged)
        signs.rating.write_answers(round=goes_on.pk, told=signs.said(signs.FIRST), anyway=False,
                                   by=signs.member("Pelle"), at=AT)  # fmt: skip
    return {"agreed": done.pk, "apart": differ.pk, "judged": goes_on.pk}


def _pictures(own: Installation) -> dict[str, Any]:
    kerstin = own.client("Kerstin")
    with own.inside():
        for label in (WEEK, FIXED):
            rebuild(period=read_period(label), by="Kerstin", today=signal_seed.TODAY, at=AT)
    for label in (WEEK, FIXED):
        said = {"text": "Belysningen är trasig vid torget.", "version": "0"}
        kerstin.post(own.url(f"lagesbild/{label}/text/where/"), said)
    confirm = own.url(f"lagesbild/{FIXED}/faststall/")
    made = kerstin.post(confirm, hidden(kerstin.get(confirm).content.decode()) | {"sure": "on"})
    worked(own)
    with own.inside():
        waits = ask_for_draft(period=read_period("2026-W45"), by="Kerstin", today=signal_seed.TODAY, at=AT, wish={})
    return {"made": made.url.rstrip("/").rsplit("/", 1)[1], "waits": waits.pk}


def _people(own: Installation) -> dict[str, Any]:
    with own.inside():
        police = Organisation.objects.get(name="Polisen")
        _one, link = invitations.invite(
            organisation=police, roles=[Role.LEAD], givable=frozenset(Role), email="ny@example.org", days=7,
            by="Kerstin", at=timezone.now(),
        )  # fmt: skip
        _one, code = invitations.make_qr(organisation=police, uses=5, days=5, by="Kerstin", at=timezone.now())
        parts = {"police": police.pk, "pelle": Membership.objects.get(name="Pelle").pk, "link": link, "code": code}
        places = list(KnownPlace.objects.filter(name="Torget").values_list("pk", flat=True))
    dora = _account("Dora")
    parts["key"] = Authenticator.objects.create(
        user=dora, type=Authenticator.Type.WEBAUTHN, data={"name": "Telefonen", "credential": _passkey()}
    ).pk
    totp.TOTP.activate(dora, totp.generate_totp_secret())
    RecoveryCodes.activate(dora)
    return parts | {"place": places[0]}


def _passkey() -> dict[str, Any]:
    """What a browser sends when a passkey is made."""
    number, about = b"0123456789abcdef", hashlib.sha256(b"localhost").digest()
    key = ES256.from_cryptography_key(ec.derive_private_key(1, ec.SECP256R1()).public_key())
    held = AttestedCredentialData.create(Aaguid(bytes(16)), number, key)
    data = AuthenticatorData.create(about, AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT, 0, held)
    made = AttestationObject.create("none", data, {})
    return {
        "id": websafe_encode(number), "rawId": websafe_encode(number), "type": "public-key",
        "response": {"clientDataJSON": websafe_encode(b'{"type": "webauthn.create", "challenge": "", "origin": ""}'),
                     "attestationObject": websafe_encode(made)},
        "clientExtensionResults": {"credProps": {"rk": True}},
    }  # fmt: skip


def _browsers(own: Installation, parts: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Who is where: those logged in, those who have just confirmed who they are, those half-way in."""
    made = {account.name: own.client(account.name) for account in Account.objects.exclude(name="")}
    made["Dora"] = _sure(_account("Dora"), at=LONG_AGO)
    for name in ("Kerstin", "Dora"):
        made[f"{name}, sure"] = _sure(_account(name))
    made["wordless, sure"] = _sure(_wordless())
    made["reporter, sure"] = _sure(_reporter(own))
    made["half-way in"] = Client()
    made["half-way in"].post("/konto/logga-in/", {"login": "dora@example.org", "password": SECRET})
    made["invited"], made["making a passkey"], made["Rut, invited"] = Client(), Client(), _sure(_account("Rut"))
    for name in ("invited", "making a passkey", "Rut, invited"):
        made[name].get(f"/inbjudan/{KOMMUN}/{parts['link']}/")
    made["making a passkey"].post(f"/inbjudan/{KOMMUN}/", {"name": "Nils", "way": "passkey"})
    made |= _setting_up()
    return {name: {key: one.value for key, one in client.cookies.items()} for name, client in made.items()}


def _account(name: str) -> Account:
    return Account.objects.get(name=name)


def _sure(account: Account, at: float = FAR_AHEAD) -> Client:
    """Somebody who came in by two steps, and has confirmed who they are: for long, or long ago."""
    client = Client()
    client.force_login(account)
    session = client.session
    session[flow.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "mfa", "type": "totp", "at": at}, {"method": "password", "at": at, "reauthenticated": True},
    ]  # fmt: skip
    session[flow._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(account.pk)
    session.save()
    return client


def _reporter(own: Installation) -> Account:
    """Somebody who let themselves in by a QR code."""
    made = add_account(name="", email="", at=AT, secret="481592")
    with own.inside():
        landlord = Organisation.objects.get(name="Bostadsbolaget")
        add_member(account=made, organisation=landlord, roles=[Role.REPORTER], by="test", at=AT)
    return made


def _wordless() -> Account:
    """Somebody with a passkey and no password."""
    made = add_account(name="Lova", email="lova@example.org", at=AT, secret=SECRET)
    made.set_unusable_password()
    made.save()
    key = {"name": "Datorn", "credential": _passkey()}
    Authenticator.objects.create(user=made, type=Authenticator.Type.WEBAUTHN, data=key)
    return made


def _setting_up() -> dict[str, Client]:
    """Two browsers that make a municipality: one is done, the other holds the code and has answered all."""
    done = opened()
    named = {"kommun": STEPS["kommun"] | {"slug": "klarkommunen", "name": "Klarkommunen"}}
    for step, answers in (STEPS | named).items():
        done.post(f"/start/{step}/", answers)
    done.post("/start/granska/")
    half = opened()
    for step, answers in STEPS.items():
        half.post(f"/start/{step}/", answers)
    return {"set up": done, "setting up": half}


__all__ = ["_furnished_template", "furnished", "standing"]
