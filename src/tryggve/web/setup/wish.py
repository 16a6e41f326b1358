"""From the answers of the set-up to what the municipality is made of."""

from __future__ import annotations

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.web.accounts.models import Municipality
from tryggve.web.setup.actions import Coordinator, Wish
from tryggve.web.setup.answers import Answers
from tryggve.web.setup.forms import known_account
from tryggve.web.setup.steps import sent_of, wanted_in


class Unfit(Exception):  # noqa: N818 - said to people as what does not fit, at which step
    """An answer that no longer fits, and the step at which to change it."""

    def __init__(self, step: str, text: str) -> None:
        super().__init__(text)
        self.step = step


def wish_of(answers: Answers) -> Wish:
    """All answers together. Unfit where one no longer fits the others, or the world."""
    place, person = answers.said("kommun"), answers.said("samordnare")
    if Municipality.objects.filter(slug=place["slug"]).exists():
        raise Unfit("kommun", _("The address is taken. Choose another."))
    account = known_account(person["email"])
    if account is None and not person["digest"]:
        raise Unfit("samordnare", _("Choose a password of at least 12 characters."))
    try:
        sent = sent_of(answers)
    except FileError as error:
        raise Unfit("omraden", f"{error.what} {error.how}") from None
    said = answers.said("omraden")
    if said.get("kept") and sent is None:
        raise Unfit("omraden", _("The areas file is no longer here. Choose it again."))
    return Wish(
        slug=place["slug"], name=place["name"], zone=place["zone"], crs=place["crs"], organisations=wanted_in(answers),
        coordinator=Coordinator(
            person["name"], person["email"], person["organisation"], digest=person["digest"], account=account
        ),
        cadence=dict(answers.said("takt")),
        areas=(said["name"], said["sha256"], sent.register) if sent else None,
    )  # fmt: skip
