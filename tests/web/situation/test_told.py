"""What organisations have told is a source of the lägesbild, and goes as far as each of them lets it (T-LAYERS)."""

from __future__ import annotations

import io
import zipfile

import pypdf

from tests.web.conftest import AT, Installation
from tests.web.group import material
from tests.web.situation.adopting import DRAFT, fixed, hidden
from tests.web.situation.seed import WEEK
from tryggve.domain.language import _
from tryggve.reports.week.periods import read_period
from tryggve.web.core.hooks_of_picture import Reach
from tryggve.web.core.models import KnownPlace
from tryggve.web.group.actions.writing import write
from tryggve.web.group.models import Meeting
from tryggve.web.group.sections import SAID
from tryggve.web.incidents.models import SituationReport
from tryggve.web.situation.models import Snapshot, SnapshotFile
from tryggve.web.situation.told import told_in

FIRST = f"/exempelkommunen/lagesbilder/{WEEK}/1/"
QUOTED = ("Unga ute sent", "Mörk väg", "Sagt högt")


def planted(used: str = "picture") -> None:
    """One lägesrapport of each condition, and something said at the table."""
    for name, sharing, text, conditions in (
        ("Polisen", "coordinator", "Dolt läge", ""),
        ("Trygghetsenheten", "group", "Vår grupp", ""),
        ("Socialtjänsten", "adopted", "Unga ute sent", ""),
        ("Bostadsbolaget", "adopted", "Mörk väg", "bara inom kommunen"),
    ):
        SituationReport.objects.create(
            organisation=material.organisation(name), period=WEEK, texts={"seen": text}, sharing=sharing,
            conditions=conditions, by="test", at=AT, sent_by="test", sent_at=AT, used=used, used_by="test", used_at=AT,
        )  # fmt: skip
    made = material.meeting(read_period(WEEK).first_date)
    section = f"{SAID}{material.organisation('Polisen').pk}"
    write(meeting=made.pk, section=section, text="Sagt högt", version=0, anyway=True, by="test", at=AT)
    Meeting.objects.filter(pk=made.pk).update(closed_at=AT)


def texts_of(audience: str) -> dict[str, str]:
    """Each document of the first version as text."""
    found = {}
    for file in SnapshotFile.objects.filter(audience=audience):
        content = bytes(file.content)
        if file.format == "pdf":
            text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
        elif file.format == "xlsx":
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                text = " ".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
        else:
            text = content.decode()
        found[file.format] = " ".join(text.split())
    return found


def test_the_draft_shows_each_source_with_its_terms(installation: Installation) -> None:
    with installation.inside():
        planted()
    page = installation.client("Anna").get(DRAFT).content.decode()
    assert "Unga ute sent" in page
    assert "Mörk väg" in page
    assert "bara inom kommunen" in page
    assert "Sagt högt" in page
    assert "Dolt läge" not in page
    assert "Vår grupp" not in page
    assert page.count(_("in no version: only that it was told")) == 2


def test_what_is_not_taken_in_yet_waits_and_is_quoted_nowhere(installation: Installation) -> None:
    with installation.inside():
        planted(used="")
    page = installation.client("Kerstin").get(DRAFT).content.decode()
    assert "Unga ute sent" not in page
    assert "Socialtjänsten" in page
    assert f"lagesrapporter/?period={WEEK}" in page
    fixed(installation)
    with installation.inside():
        assert not any("Unga ute" in text for text in texts_of("internal").values())


def test_each_version_holds_what_may_stand_in_it(installation: Installation) -> None:
    with installation.inside():
        planted()
    assert FIRST in fixed(installation)
    with installation.inside():
        whole, shared, by_area = (texts_of(name) for name in ("internal", "shared", "area"))
    assert set(whole) == set(shared) == set(by_area) == {"pdf", "xlsx", "json", "html"}
    for form, text in whole.items():
        missing = [words for words in QUOTED if words not in text]
        assert (form, missing) == (form, [])
        assert "Dolt läge" not in text
        assert "Vår grupp" not in text
    for text in shared.values():
        assert "Unga ute sent" in text
        assert not any(words in text for words in ("Mörk väg", "Sagt högt", "bara inom", "Socialtjänsten"))
    assert not any(words in text for words in QUOTED for text in by_area.values())


def test_a_source_that_changed_is_read_again_first(installation: Installation) -> None:
    with installation.inside():
        planted()
    kerstin = installation.client("Kerstin")
    page = kerstin.get(f"{DRAFT}faststall/").content.decode()
    read = hidden(page) | {"sure": "on"}
    with installation.inside():
        SituationReport.objects.filter(organisation__name="Socialtjänsten").update(sharing="coordinator")
    again = kerstin.post(f"{DRAFT}faststall/", read, follow=True)
    assert (
        _("What organisations have told has changed since the draft you read. Read it again.") in again.content.decode()
    )
    with installation.inside():
        assert Snapshot.objects.count() == 0
    assert FIRST in fixed(installation)
    with installation.inside():
        assert not any("Unga ute" in text for text in texts_of("internal").values())


def test_words_that_may_point_at_a_person_go_no_further(installation: Installation) -> None:
    with installation.inside():
        planted()
        SituationReport.objects.filter(sharing="adopted", conditions="").update(texts={"seen": "Kalle Karlsson ute"})
        reaches = {one.organisation: one.reach for one in told_in(read_period(WEEK)) if one.where.startswith("läges")}
    assert reaches["Socialtjänsten"] is Reach.FULL


def test_a_text_that_names_a_protected_place_stands_in_no_version(installation: Installation) -> None:
    with installation.inside():
        planted()
        name = KnownPlace.objects.filter(protected=True).values_list("name", flat=True)[0]
        SituationReport.objects.filter(sharing="adopted").update(texts={"seen": f"Oro vid {name.upper()}"})
    fixed(installation)
    with installation.inside():
        for audience in ("internal", "shared", "area"):
            assert not any("Oro vid" in text for text in texts_of(audience).values())
