"""The tables. Only `actions` writes them; analysis reads the views of `objects`, which hold no free text."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tryggve.domain.count import CellStatus
from tryggve.domain.coverage import Cadence
from tryggve.domain.incident import LeftOut, LocationPrecision, Observation, TimePrecision
from tryggve.store.database.fields import FactText
from tryggve.store.database.merge_models import IncidentMerge as IncidentMerge  # Django looks for models here
from tryggve.store.database.retention_models import RetentionDecision as RetentionDecision
from tryggve.store.database.signal_models import Signal as Signal  # with its kin

KEY_BYTES = 16


def _rule(name: str, condition: Q) -> models.CheckConstraint:
    return models.CheckConstraint(condition=condition, name=name)


class StoreMeta(models.Model):
    """One fact about the store itself: its coordinate system, time zone, municipality, what retention has taken."""

    name = models.TextField(primary_key=True)
    value = models.TextField()

    class Meta:
        db_table = "store_meta"


class ImportBatch(models.Model):
    """One import, correction or removal: who, when, why, and what became of the rows."""

    kind = models.TextField()
    by = models.TextField()
    why = models.TextField(default="")
    at = models.DateTimeField()
    version = models.TextField()
    rows_read = models.IntegerField(default=0)
    rows_in = models.IntegerField(default=0)
    rows_updated = models.IntegerField(default=0)
    rows_unchanged = models.IntegerField(default=0)
    rows_held_back = models.IntegerField(default=0)
    undone_by = models.ForeignKey("self", models.PROTECT, null=True, default=None)

    class Meta:
        db_table = "import_batch"
        indexes = (models.Index(fields=["kind"], name="import_batch_kind"),)


class ImportFile(models.Model):
    """A file of an import, never its content: name without folder, checksum, how it was read, what became of its rows.

    Its id is the `file_no` of the facts.
    """

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="files")
    name = models.TextField()
    sha256 = models.TextField()
    size = models.BigIntegerField()
    profile = models.TextField(default="")
    rows_read = models.IntegerField(default=0)
    rows_held_back = models.IntegerField(default=0)
    notes = models.JSONField(default=list)
    privacy = models.JSONField(default=dict)
    is_register = models.BooleanField(default=False)

    class Meta:
        db_table = "import_file"
        indexes = (models.Index(fields=["sha256"], name="import_file_sha256"),)


class Incident(models.Model):
    """The facts of one report as they stand now; columns as in `schema.INCIDENT_FACT`.

    `key` tells a report apart from all others, `content` is a digest of what it says: an import compares both.
    `said_…` is the place as the report states it, from which the other columns of place follow (see `Incident`).
    """

    id = models.AutoField(primary_key=True)
    key = models.BinaryField(max_length=KEY_BYTES, unique=True)
    content = models.BinaryField(max_length=KEY_BYTES)
    version = models.IntegerField(default=1)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    file = models.ForeignKey(ImportFile, models.PROTECT, related_name="+", db_index=False)
    row_no = models.IntegerField()
    source = FactText()
    source_id = FactText()
    organisation = FactText()
    organisation_kind = FactText()
    category = FactText()
    category_label = FactText()
    mixed = models.SmallIntegerField()
    n = models.IntegerField()
    start_s = models.BigIntegerField()
    end_s = models.BigIntegerField()
    time_precision = models.SmallIntegerField()
    first_day = models.IntegerField()
    last_day = models.IntegerField()
    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    iso_year = models.SmallIntegerField()
    iso_week = models.SmallIntegerField()
    weekday = models.SmallIntegerField()
    hour = models.SmallIntegerField()
    x = models.IntegerField(null=True)
    y = models.IntegerField(null=True)
    location_precision = models.SmallIntegerField()
    severity = models.SmallIntegerField()
    observation = models.SmallIntegerField()
    left_out = FactText()
    said_x = models.IntegerField(null=True)
    said_y = models.IntegerField(null=True)
    said_precision = models.SmallIntegerField(default=0)

    class Meta:
        db_table = "incident"
        indexes = (models.Index(fields=["last_day", "organisation", "left_out"], name="incident_report_days"),)
        constraints = (
            _rule("incident_n", Q(n__gte=0)),
            _rule("incident_times", Q(start_s__lte=F("end_s")) & Q(first_day__lte=F("last_day"))),
            _rule("incident_hour", Q(hour__gte=-1, hour__lte=23)),
            _rule("incident_severity", Q(severity__gte=0, severity__lte=5)),
            _rule("incident_mixed", Q(mixed__in=[0, 1])),
            _rule("incident_time_precision", Q(time_precision__in=[int(v) for v in TimePrecision])),
            _rule("incident_location_precision", Q(location_precision__in=[int(v) for v in LocationPrecision])),
            _rule("incident_observation", Q(observation__in=[int(v) for v in Observation])),
            _rule("incident_left_out", Q(left_out__in=[str(v) for v in LeftOut])),
        )


class IncidentText(models.Model):
    """What a report says in words, and of its place: may hold personal data, so it lies apart from the facts.

    `flags` lists the kinds of personal data that the screen found in them, for a person to judge.
    """

    incident = models.OneToOneField(Incident, models.CASCADE, primary_key=True, related_name="words")
    text = models.TextField()
    flags = models.TextField(default="")
    said_area = models.TextField(default="")
    said_place = models.TextField(default="")
    said_title = models.TextField(default="")

    class Meta:
        db_table = "incident_text"


class IncidentArea(models.Model):
    """An area that a report lies in; at most one per level. A level with a vintage bears it: `regso@2025`."""

    pk = models.CompositePrimaryKey("incident_id", "level")
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="areas", db_index=False)
    level = FactText()
    area_code = FactText()

    class Meta:
        db_table = "incident_area"
        indexes = (models.Index(fields=["level", "area_code", "incident"], name="incident_area_code"),)
        constraints = (_rule("incident_area_filled", ~Q(level="") & ~Q(area_code="")),)


class IncidentVersion(models.Model):
    """A report as it was before it was changed or taken out; `facts` is JSON, its words lie apart in `words`."""

    incident_id = models.IntegerField()
    version = models.IntegerField()
    key = models.BinaryField(max_length=KEY_BYTES, db_index=True)
    content = models.BinaryField(max_length=KEY_BYTES)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(ImportBatch, models.PROTECT, related_name="ended")
    removed = models.BooleanField(default=False)
    last_day = models.IntegerField()
    facts = models.TextField()
    words = models.TextField(default="")

    class Meta:
        db_table = "incident_version"
        indexes = (models.Index(fields=["incident_id", "version"], name="incident_version_of"),)


class Correction(models.Model):
    """What a field said before a person corrected it, as a digest: an import does not bring that back.

    Kept by the key of the report, so that what was `erased` stays away even if the report goes out and comes in again.
    """

    pk = models.CompositePrimaryKey("key", "field", "was")
    key = models.BinaryField(max_length=KEY_BYTES)
    field = models.TextField()
    was = models.BinaryField(max_length=KEY_BYTES)
    erased = models.BooleanField(default=False)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")

    class Meta:
        db_table = "correction"


class KeptReportDay(models.Model):
    """A day on which an organisation reported something that retention has deleted since: silence stays silence."""

    pk = models.CompositePrimaryKey("organisation", "day")
    organisation = FactText()
    day = models.IntegerField()

    class Meta:
        db_table = "kept_report_day"


class IncidentMonth(models.Model):
    """Sums of n per month, kept beside the incidents so that a trend over years is read from few rows."""

    pk = models.CompositePrimaryKey("level", "left_out", "year", "month", "area_code", "category", "source")
    level = FactText()
    left_out = FactText()
    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    area_code = FactText()
    category = FactText()
    source = FactText()
    n = models.BigIntegerField()

    class Meta:
        db_table = "incident_month"


class CountCell(models.Model):
    """A cell of a table of counts as it stands now; columns as in `schema.COUNT_FACT`."""

    id = models.AutoField(primary_key=True)
    key = models.BinaryField(max_length=KEY_BYTES, unique=True)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    file = models.ForeignKey(ImportFile, models.PROTECT, related_name="+")
    row_no = models.IntegerField()
    source = FactText()
    category = FactText()
    label = FactText()
    area_level = FactText()
    area_code = FactText()
    area_name = FactText()
    first_day = models.IntegerField()
    last_day = models.IntegerField()
    value = models.BigIntegerField(null=True)
    status = FactText()
    population = models.FloatField(null=True)
    preliminary = models.SmallIntegerField()

    class Meta:
        db_table = "count_cell"
        constraints = (
            _rule("count_days", Q(first_day__lte=F("last_day"))),
            _rule("count_population", Q(population__isnull=True) | Q(population__gte=0, population__lte=1e12)),
            _rule("count_preliminary", Q(preliminary__in=[0, 1])),
            _rule("count_status", Q(status__in=[str(v) for v in CellStatus])),
            _rule(
                "count_value",
                Q(status=str(CellStatus.VALUE), value__isnull=False)
                | ~Q(status=str(CellStatus.VALUE)) & Q(value__isnull=True),
            ),
        )


class CountVersion(models.Model):
    """A cell as it was before it was changed or taken out."""

    key = models.BinaryField(max_length=KEY_BYTES)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    removed = models.BooleanField(default=False)
    cell = models.JSONField()

    class Meta:
        db_table = "count_version"
        indexes = (models.Index(fields=["key"], name="count_version_key"),)


class Agreement(models.Model):
    """An organisation's promise to report: where, from when, how often. Never a person."""

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    organisation = FactText()
    organisation_kind = FactText()
    first_day = models.IntegerField()
    last_day = models.IntegerField(null=True)
    cadence = FactText()
    areas = models.JSONField(default=list)

    class Meta:
        db_table = "agreement"
        constraints = (_rule("agreement_cadence", Q(cadence__in=[str(v) for v in Cadence])),)


class AgreementArea(models.Model):
    """An area of an agreement; a row with "" and "" where it covers the whole municipality."""

    pk = models.CompositePrimaryKey("agreement_id", "level", "area_code")
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="area_rows", db_index=False)
    level = FactText()
    area_code = FactText()

    class Meta:
        db_table = "agreement_area"


class AgreementVersion(models.Model):
    """The agreements of an organisation before they were replaced."""

    organisation = models.TextField()
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    agreements = models.JSONField()

    class Meta:
        db_table = "agreement_version"


class AreaDivision(models.Model):
    """One division of the municipality: a level and its vintage. `key` is how facts name it, `regso@2025`."""

    key = models.TextField(primary_key=True)
    level = models.TextField()
    vintage = models.TextField(default="")
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    in_use = models.BooleanField(default=True)
    order = models.IntegerField(default=0)

    class Meta:
        db_table = "area_division"


class Area(models.Model):
    """An area of a division; its outline as GeoJSON in metres of the store's coordinate system."""

    pk = models.CompositePrimaryKey("division_id", "code")
    division = models.ForeignKey(AreaDivision, models.CASCADE, related_name="areas", db_index=False)
    code = models.TextField()
    name = models.TextField()
    parent = models.TextField(default="")
    population = models.IntegerField(null=True)
    aliases = models.JSONField(default=list)
    geometry = models.JSONField(null=True)
    order = models.IntegerField()

    class Meta:
        db_table = "area"


class AreaOverlap(models.Model):
    """How much surface an area of one division shares with one of another, in square metres."""

    pk = models.CompositePrimaryKey("from_division", "from_code", "to_division", "to_code")
    from_division = models.TextField()
    from_code = models.TextField()
    to_division = models.TextField()
    to_code = models.TextField()
    shared_m2 = models.FloatField()
    share_of_from = models.FloatField()
    share_of_to = models.FloatField()
    kind = models.TextField()

    class Meta:
        db_table = "area_overlap"


class AuditEvent(models.Model):
    """Who did what, when and why. Append-only: triggers of the database refuse UPDATE and DELETE."""

    at = models.DateTimeField()
    by = models.TextField()
    action = models.TextField()
    why = models.TextField(default="")
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, related_name="+")
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_event"
        indexes = (models.Index(fields=["action"], name="audit_event_action"),)
