"""What a new municipality does first, in order, until it opens for live data: each step with its page."""

from __future__ import annotations

from dataclasses import dataclass

from tryggve.domain.language import N_, _
from tryggve.store.database.models import Agreement
from tryggve.web.core.choices import chosen
from tryggve.web.core.models import KnownPlace, Membership


@dataclass(frozen=True)
class Step:
    """Something to do: the name of its page, the words, and whether it is done."""

    page: str
    name: str
    why: str
    done: bool

    @property
    def words(self) -> str:
        """What to do, in the current language."""
        return _(self.name)

    @property
    def reason(self) -> str:
        """Why, in the current language."""
        return _(self.why)


def first_steps() -> list[Step]:
    """All of them, done or not."""
    return [
        Step(
            "settings_promises", N_("Say who reports, where and how often"),
            N_("Without it nobody can tell calm from silence."), Agreement.objects.exists(),
        ),
        Step(
            "settings_places", N_("Add known places"),
            N_("Squares, schools and libraries, so that reporters find them by name. Protected places too."),
            KnownPlace.objects.exists(),
        ),
        Step(
            "settings_contact", N_("Say whom people turn to"), N_("A function, with e-mail or telephone."),
            bool(chosen("contact", {})),
        ),
        Step(
            "people", N_("Invite a lead of each organisation"),
            N_("The lead then gives each reporter a QR code."), Membership.objects.filter(ended=None).count() > 1,
        ),
    ]  # fmt: skip
