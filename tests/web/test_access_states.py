"""Role × address × state of the object: nothing answers but what the table of states says (T-RIGHTS)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.web.access_states import rows
from tests.web.access_table import WHO, expected
from tests.web.access_town import Town, make_town, opens
from tests.web.conftest import KOMMUN, Installation, _at
from tests.web.test_access import patterns

BY_ROLE_ALONE = {
    "signal", "signal_judge", "signal_map", "signal_text",  # the same signals for all who may read them
    "unsaved_drop",  # whatever the number, one's own alone is thrown away: test_unsaved
    "picture_build", "upload_bring_in",  # done in full, or made from a file, where they are at home
    "tile", "setup_step", "account_reset_password_from_key", "join_passkey", "joined", "invitation",
    "mfa_remove_webauthn", "mfa_edit_webauthn", "account_address",  # one's own keys alone: test_account_attacks
}  # fmt: skip
"""Pages with a part in their address whose object has no state that says who may; each is tested at home."""

FORMS = {
    "picture_adopt", "member", "member_end", "member_way_back", "organisation_change", "organisation_live",
    "invite", "invite_qr", "task_edit", "meeting_edit", "meeting_close", "inbox_correct", "upload_take_back",
    "settings_place", "settings_promise", "driftstart_item",
    "signs_rate", "signs_lock", "signs_consensus", "signs_agree", "signs_stop",
}  # fmt: skip
"""Pages with a form: whoever may not open one may not send it either."""


PARTS = {str(one.name): re.findall(r"<\w+:(\w+)>", str(one.pattern)) for one in patterns()}


@pytest.fixture(scope="module")
def town(_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Made once: what is done in it is undone."""
    folder = tmp_path_factory.mktemp("town") / "data"
    shutil.copytree(_template, folder)
    with _at(folder):
        yield make_town(Installation(folder))


def test_every_address_with_an_object_is_walked() -> None:
    walked = {page for _state, page, _who in rows()} | BY_ROLE_ALONE
    objects = {page for page, parts in PARTS.items() if set(parts) - {"kommun"}}
    assert objects - walked == set()


def test_nobody_gets_further_than_the_state_of_the_object_lets_them(town: Town) -> None:
    """T-RIGHTS, T-404, T-OWN-14, T-FIXED, T-PRIVATE. Whom the role stops is stopped before the object is looked up:
    `test_access` walks them; here all others are walked. Every deviation is told at once.
    """
    posts = {page for page in {page for _state, page, _who in rows()} if page != "join" and only_by_post(town, page)}
    faults = [fault for row in rows() if row[1] != "join" for fault in walked(town, row, posts)]
    assert not faults, "\n".join(faults)


def test_a_way_in_is_open_as_long_as_it_is_said_to_be(town: Town) -> None:
    """T-INVITE, T-ENROL: used, withdrawn, too old, of an organisation that is out, of another municipality."""
    found = {}
    for state, _page, who in rows():
        if state.startswith("link."):
            link = reverse("invitation", kwargs={"kommun": KOMMUN, **town.parts[state]})
            found[state] = town.installation.client().get(link, follow=True).status_code
            assert (found[state] == 200) == bool(who), found
    assert set(found.values()) == {200, 404}


@pytest.mark.parametrize("name", ["Evert", "Inga"])
def test_who_is_out_reaches_nothing_whatever_it_is(town: Town, name: str) -> None:
    """T-404: an ended membership and an organisation that takes no part are as if they had never been."""
    client = town.installation.client(name)
    for state, page, _who in rows():
        if page != "join":
            address = reverse(page, kwargs={"kommun": KOMMUN, **parts_of(town, state, page)})
            assert client.post(address).status_code == 404, (state, page)
    assert client.get("/exempelkommunen/").status_code == 404


def walked(town: Town, row: tuple[str, str, str], posts: set[str]) -> list[str]:
    """What is otherwise than one row says."""
    state, page, who = row
    address = reverse(page, kwargs={"kommun": KOMMUN, **parts_of(town, state, page)})
    found = []
    for letter in expected()[page]:
        methods = {"post"} if page in posts else {"get", "post"} if page in FORMS and letter not in who else {"get"}
        for method in methods:
            answer = town.ask(WHO[letter], method, address, state, page)
            if answer.status_code >= 500 or opens(answer) != (letter in who):
                found.append(f"{state} {page}: {WHO[letter]} {method} {answer.status_code}")
    return found


def only_by_post(town: Town, page: str) -> bool:
    """Whether a page is a deed alone."""
    state = next(state for state, name, _who in rows() if name == page)
    address = reverse(page, kwargs={"kommun": KOMMUN, **parts_of(town, state, page)})
    return town.ask(WHO[expected()[page][0]], "options", address, state, page).headers.get("Allow") == "POST"


def parts_of(town: Town, state: str, page: str) -> dict[str, Any]:
    """The parts of a page's address that a state fills."""
    return {name: value for name, value in town.parts[state].items() if name in PARTS[page]}
