"""The published shape: what the schema takes and refuses, and what never gets out."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from tests.unit import sample_situation
from tryggve.reports import json_out
from tryggve.reports.tree import Audience, Cell, Column, Findings, Section, Situation, Table, Trace

SAMPLES = [sample_situation.rich, sample_situation.hostile, sample_situation.empty, sample_situation.public]
SCHEMA = json.loads(json_out.SCHEMA.read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def published(situation: Situation) -> dict[str, Any]:
    return json.loads(json_out.render(situation), parse_constant=lambda name: pytest.fail(f"{name} was written"))


def keys(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from keys(child)


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.__name__)
def test_every_lagesbild_fits_the_schema(sample: Callable[[], Situation]) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(published(sample()))] == []


def spoil(path: list[str | int], value: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        node: Any = document
        for step in path[:-1]:
            node = node[step]
        if value is KeyError:
            del node[path[-1]]
        else:
            node[path[-1]] = value

    return change


WRONG = {
    "certainty of its own": spoil(["findings", 0, "certainty"], "sure"),
    "kind that alarms": spoil(["findings", 0, "kind"], "alarm"),
    "finding without id": spoil(["findings", 0, "id"], KeyError),
    "empty id": spoil(["findings", 0, "id"], ""),
    "value as text": spoil(["findings", 0, "value"], "12"),
    "interval with one end": spoil(["findings", 0, "interval"], [1]),
    "interval with three ends": spoil(["findings", 0, "interval"], [1, 2, 3]),
    "unknown field": spoil(["findings", 0, "comment"], "x"),
    "trace without sql": spoil(["findings", 0, "trace"], {"filter": "", "method": "", "call": ""}),
    "no meta": spoil(["meta"], KeyError),
    "no seed": spoil(["meta", "seed"], KeyError),
    "date with words": spoil(["meta", "first_date"], "1 oktober 2025"),
    "audience of its own": spoil(["meta", "audience"], "police"),
    "left out less than nothing": spoil(["meta", "left_out", 0, "number"], -1),
    "unknown block": spoil(["sections", 0, "blocks", 0], {"type": "video"}),
    "block without type": spoil(["sections", 0, "blocks", 0], {"items": []}),
    "table with a field too many": spoil(["sections", 1, "blocks", 1, "svg"], "<svg/>"),
    "figure with a drawing": spoil(["sections", 1, "blocks", 2, "svg"], "<svg/>"),
    "figure's table with a field too many": spoil(["sections", 1, "blocks", 2, "table", "type"], "table"),
    "cell as text": spoil(["sections", 1, "blocks", 1, "rows", 0, 0], "Skadegörelse"),
    "cell without trace": spoil(["sections", 1, "blocks", 1, "rows", 0, 0, "trace"], KeyError),
    "other format": spoil(["format"], "tryggve-lagesbild-2"),
    "public with rows of a finding": spoil(["meta", "audience"], "public"),
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_the_schema_refuses(change: Callable[[dict[str, Any]], None]) -> None:
    document = copy.deepcopy(published(sample_situation.rich()))
    assert VALIDATOR.is_valid(document)
    change(document)
    assert not VALIDATOR.is_valid(document)


@pytest.mark.parametrize("place", ["table", "figure"])
def test_the_schema_refuses_rows_in_a_public_cell(place: str) -> None:
    document = published(sample_situation.public())
    blocks = document["sections"][1]["blocks"]
    table = blocks[1] if place == "table" else blocks[2]["table"]
    assert VALIDATOR.is_valid(document)
    table["rows"][0][1]["trace"]["rows_sql"] = "SELECT * FROM incident_fact"
    assert not VALIDATOR.is_valid(document)


def test_the_public_version_lists_no_rows_and_the_internal_does() -> None:
    assert "rows_sql" in set(keys(published(sample_situation.rich())))
    public = json_out.render(sample_situation.public())
    assert "rows_sql" not in public
    assert "SELECT *" not in public


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("where", ["organisation IN ('Norra skolan')", "organisation = 'Norra skolan'"])
def test_no_version_for_others_names_organisations_in_its_sql(audience: Audience, where: str) -> None:
    """T-THREE, T-LAYERS: a file holds no more than the page of it, whose numbers show no SQL."""
    sql = f"SELECT SUM(received) FROM expected_report\nWHERE {where}"
    kind = Trace("SELECT COUNT(DISTINCT organisation) FROM expected_report WHERE organisation_kind = 'school'", "", "")
    cells = (Cell("1/1", 1, "a", Trace(sql, "rapporter som väntades", "coverage")), Cell("3", 3, "b", kind))
    table = Table("t", "T", (Column("a", "A"), Column("b", "B")), (cells,))
    situation = replace(sample_situation.empty(), sections=(Section("s", "S", (table,)),))
    found = published(replace(situation, meta=replace(situation.meta, audience=audience)))
    one, other = (cell["trace"] for cell in found["sections"][0]["blocks"][0]["rows"][0])
    assert one["sql"] == (sql if audience is Audience.INTERNAL else "")
    assert one["filter"] == "rapporter som väntades"
    assert other["sql"] == kind.sql


def test_text_is_sorted_readable_and_ends_with_a_line_feed() -> None:
    text = json_out.render(sample_situation.rich())
    assert text.endswith("}\n")
    assert "Lägesbild oktober 2025" in text
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    assert text == json_out.render(sample_situation.rich())


def test_figures_come_without_drawings_but_with_words_and_numbers() -> None:
    text = json_out.render(sample_situation.rich())
    figure = published(sample_situation.rich())["sections"][1]["blocks"][2]
    assert "<svg" not in text
    assert figure["alt"].startswith("Stapeldiagram")
    assert len(figure["table"]["rows"]) == 8


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (math.nan, None),
        (math.inf, None),
        (-math.inf, None),
        (0.1, 0.1),
        (3, 3),
        (True, 1),
        (np.int64(7), 7),
        (np.float64(7.0), 7.0),
        (np.float64("nan"), None),
        (np.float32(0.5), 0.5),
    ],
)
def test_numbers(value: Any, expected: float | None) -> None:
    found = json_out.number(value)
    assert found == expected
    json.dumps(found, allow_nan=False)
    assert type(json_out.number(np.int64(7))) is int
    assert type(json_out.number(3.0)) is float


def test_the_trace_keeps_sql_to_the_letter() -> None:
    base = sample_situation.rich()
    sql = "SELECT 'tre  ord\n och 95 % å\u202e'"
    assert base.findings[0].trace is not None
    finding = replace(base.findings[0], trace=replace(base.findings[0].trace, sql=sql, rows_sql=sql + "\ud800"))
    trace = published(replace(base, findings=(finding, *base.findings[1:])))["findings"][0]["trace"]
    assert trace["sql"] == sql
    assert trace["rows_sql"] == sql + "\ufffd"


def test_value_and_interval_in_words_follow_the_kind_or_the_finding() -> None:
    found = {f["id"]: f for f in published(sample_situation.rich())["findings"]}
    assert found["change.est.fordonsbrand"]["value_text"] == "+171\u00a0%"
    assert found["change.est.fordonsbrand"]["interval"] == [1.09, 7.6]
    assert found["level.est.total"]["value_text"] == "1\u00a0234"
    assert found["level.est.total"]["interval_text"] == "1\u00a0101–1\u00a0302"
    assert found["coverage.est"]["value_text"] == "60\u00a0%"
    assert found["signal.felanmalan.belysning"]["value"] is None
    assert found["signal.felanmalan.belysning"]["value_text"] == ""


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    table = Table("t", "T", (Column("a", "A"), Column("b", "B")), ((Cell("1"),),))
    with pytest.raises(ValueError, match="table t: row 0 has 1 cells for 2 columns"):
        json_out.document(replace(sample_situation.empty(), sections=(Section("s", "S", (table,)),)))


def test_a_finding_that_does_not_exist_is_refused() -> None:
    sections = (Section("s", "S", (Findings(("nobody",)),)),)
    with pytest.raises(ValueError, match="nobody"):
        json_out.document(replace(sample_situation.empty(), sections=sections))


def test_every_id_of_the_tree_is_published() -> None:
    situation = sample_situation.rich()
    document = published(situation)
    texts = json.dumps(document)
    assert all(f'"id": "{name}"' in texts for name, _thing in situation.traced())
