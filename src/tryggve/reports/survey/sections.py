"""The chapters of a survey's document. Events and perception are two chapters, and no number joins them."""

from __future__ import annotations

from collections.abc import Iterator

from tryggve.domain.language import _, ngettext
from tryggve.domain.survey import WHOLE, Answer, SurveyQuestion, SurveySort
from tryggve.reports import ids, numbers
from tryggve.reports.cells import label
from tryggve.reports.survey.cells import (
    change_cells,
    few_words,
    ground_cells,
    limits_cell,
    percent,
    place,
    share_cell,
    then_cell,
    why_hidden,
)
from tryggve.reports.survey.context import Context
from tryggve.reports.survey.drawn_words import drawn_words
from tryggve.reports.survey.figure import question_picture
from tryggve.reports.survey.findings import findings_of
from tryggve.reports.survey.matter import ALONE, UNANSWERED
from tryggve.reports.tree import (
    Block,
    Bullets,
    Cell,
    Column,
    ColumnKind,
    Finding,
    Findings,
    Heading,
    Paragraph,
    Section,
    Table,
    Trace,
)

Row = tuple[Cell, ...]


def series_section(ctx: Context, sort: SurveySort) -> tuple[Section, list[Finding]] | None:
    """One of the two series, question by question; None where nothing of it was asked."""
    questions = list(ctx.questions(sort))
    if not questions:
        return None
    blocks: list[Block] = []
    found: list[Finding] = []
    for question in questions:
        own = findings_of(ctx, question)
        found += own
        blocks += [Heading(question.text), *_of_question(ctx, question, own)]
    title, lead = {
        SurveySort.EVENT: (
            _("What people have met"),
            _("What people answer that has happened to them, reported or not. A series of its own: it is never added "
              "to, or weighed together with, how safe people feel."),
        ),
        SurveySort.PERCEPTION: (
            _("How people see it"),
            _("Worry, safety and how the place is seen. It may rise while what happens falls, and the other way "
              "round: a series of its own, and never one index with what people have met."),
        ),
    }[sort]  # fmt: skip
    return Section(f"series-{sort.value}", title, tuple(blocks), lead), found


def _of_question(ctx: Context, question: SurveyQuestion, found: list[Finding]) -> Iterator[Block]:
    if question.counted:
        yield Paragraph(
            _("Counted: {counted}. The base is these and: {base}. Those who do not know, left it blank or were not "
              "asked are in neither.").format(counted=question.counted, base=question.base)
        )  # fmt: skip
    yield _share_table(ctx, question)
    if (picture := question_picture(ctx, question)) is not None:
        yield picture
    yield from _apart(ctx, question)
    if ctx.previous is not None:
        yield _change_block(ctx, question)
    if found:
        yield Findings(tuple(one.id for one in found))


def _share_table(ctx: Context, question: SurveyQuestion) -> Table:
    design = ctx.matter.design
    rows = [
        (label(place(design, one.area)), share_cell(design, one), limits_cell(design, one), *ground_cells(design, one))
        for one in ctx.matter.of(question.id)
    ]
    columns = (
        _text("area", _("Area")), _number("share", _("Share")), _number("interval", _("Interval")),
        _number("asked", _("Asked")), _number("answered", _("Answered")), _number("response", _("Response")),
        _number("effective", _("Worth answers")), _number("design_effect", _("Design effect")),
    )  # fmt: skip
    note = _("“Worth answers”: how many answers of a simple sample would tell as much. The areas stand in the order of "
             "the survey, not in order of size.")  # fmt: skip
    empty = _("The table held no row of this question.")
    return Table(ids.join("shares", question.id), _("Share with interval"), columns, tuple(rows), note, empty=empty)


def _apart(ctx: Context, question: SurveyQuestion) -> Iterator[Block]:
    """Which areas can be told apart, and in words that the others cannot."""
    design, pairs = ctx.matter.design, ctx.matter.apart[question.id]
    shown = [one.area for one in ctx.matter.of(question.id) if one.area != WHOLE and not one.hidden]
    if len(shown) < 2:
        return
    if not pairs:
        yield Paragraph(
            _("No two areas can be told apart: their intervals overlap, and no order among them is known."), strong=True
        )
        return
    items = []
    for area in shown:
        lower = [place(design, low) for high, low in pairs if high == area]
        if lower:
            items.append(_("{area}: higher than {lower}.").format(area=place(design, area), lower=", ".join(lower)))
    told = {area for pair in pairs for area in pair}
    loose = [place(design, area) for area in shown if area not in told]
    if loose:
        items.append(_("Cannot be told from any other: {areas}.").format(areas=", ".join(loose)))
    items.append(_("All other pairs overlap: no order among them is known."))
    yield Paragraph(_("Areas that can be told apart, when all areas are allowed for:"))
    yield Bullets(tuple(items))


def _change_block(ctx: Context, question: SurveyQuestion) -> Block:
    if why := ctx.not_compared(question):
        return Paragraph(why, strong=True)
    assert ctx.previous is not None
    design, rows = ctx.matter.design, list[Row]()
    for one in ctx.matter.of(question.id):
        changed = ctx.changes.get((question.id, one.area))
        then = ctx.previous.told.get((question.id, one.area))
        if changed is None:
            why = _("not in the round before") if then is None else why_hidden(one if one.hidden else then)
            rows.append((label(place(design, one.area)), Cell(""), Cell(why), Cell(""), Cell("")))
            continue
        verdict = _("yes") if changed.is_clear else _("no: may be none")
        if not changed.is_clear and not changed.result.interval.covers_zero:
            verdict = _("no: among so many comparisons it may be chance")
        cells = (then_cell(design, changed), *change_cells(design, changed))
        rows.append((label(place(design, one.area)), *cells, Cell(verdict)))
    columns = (
        _text("area", _("Area")), _number("then", ctx.previous.period), _number("change", _("Change")),
        _number("interval", _("Interval")), _text("verdict", _("Can it be told?")),
    )  # fmt: skip
    title = _("Change since {period}").format(period=ctx.previous.period)
    return Table(ids.join("changes", question.id), title, columns, tuple(rows))


def ground_section(ctx: Context) -> Section:
    """How the survey was made: who was asked, how it is weighed, and who did not answer."""
    matter, design = ctx.matter, ctx.matter.design
    items = [text for text in (design.who, design.how) if text]
    items.append(
        _("Asked in all: {n}.").format(n=numbers.integer(design.all_asked) if design.all_asked else _("not known"))
    )
    items += [_weights(ctx), drawn_words(ctx)]
    if matter.returned:
        items.append(
            _("{n} rows of the files did not go in: they were given back, to be mended.").format(
                n=numbers.integer(matter.returned)
            )
        )
    blocks: list[Block] = [Bullets(tuple(items)), *_strata(ctx), *_silent(ctx)]
    lead = _("The answers were counted and let go: no row of a person is kept or leaves with this document.")
    return Section("ground", _("How the survey was made"), tuple(blocks), lead)


def _weights(ctx: Context) -> str:
    design, spread = ctx.matter.design, ctx.matter.weight_spread
    if design.finished:
        if design.design_effect is None:
            return _("The table says nothing of weights. Where it gives no interval of its own, the interval is that "
                     "of a simple random sample and may be too narrow.")  # fmt: skip
        return _("The weights are not known; their maker states the design effect {n}.").format(
            n=numbers.decimal(design.design_effect, 1)
        )
    said = (
        _("Weights: those of the file.") if design.weight_column
        else _("Weights: each answer stands for as many as live in its stratum per answer.") if design.strata
        else _("Weights: none, each answer counts as one.")
    )  # fmt: skip
    if design.post_strata:
        said += " " + _("They are scaled so that the groups of “{column}” sum to their population.").format(
            column=design.post_column
        )
    if spread is not None:
        said += " " + _("Their unevenness alone widens the variance {n} times.").format(n=numbers.decimal(spread, 2))
    return said


def _strata(ctx: Context) -> list[Block]:
    design = ctx.matter.design
    if not design.strata:
        return []
    rows = tuple(
        (label(design.area_name(one.code)),
         Cell(numbers.integer(one.population), one.population, ids.join("stratum", one.code, "population")),
         Cell(numbers.integer(one.asked), one.asked, ids.join("stratum", one.code, "asked")))
        for one in design.strata
    )  # fmt: skip
    columns = (_text("stratum", _("Stratum")), _number("population", _("Population")), _number("asked", _("Asked")))
    return [Table("ground.strata", _("The strata, as the design gives them"), columns, rows, source=design.name)]


def _silent(ctx: Context) -> list[Block]:
    """Not to know, to leave blank and not to be asked are three things."""
    if not ctx.matter.unanswered:
        return []
    rows = tuple(
        (label(one.text), *(_kind_cell(ctx, one, kind) for kind in UNANSWERED))
        for one in ctx.matter.design.questions
    )  # fmt: skip
    columns = (
        _text("question", _("Question")), _number("dont_know", _("Does not know")), _number("blank", _("Left blank")),
        _number("not_asked", _("Not asked")),
    )  # fmt: skip
    note = _("Share of the forms that came in, unweighted. None of them counts as safe or as unsafe.")
    return [Table("ground.silent", _("Forms that came in without an answer to the question"), columns, rows, note)]


def _kind_cell(ctx: Context, question: SurveyQuestion, kind: Answer) -> Cell:
    share = ctx.matter.unanswered[question.id, kind]
    if share is None:
        return Cell(few_words())
    name = kind.name.lower()
    sql = f"SELECT share FROM unanswered WHERE question = '{question.id}' AND kind = '{name}'"
    trace = Trace(sql, f"“{question.text}”; {name}", "response")
    return Cell(percent(share), share, ids.join("unanswered", question.id, name), trace)


def limits_section(ctx: Context) -> Section:
    """What the document cannot say."""
    matter = ctx.matter
    hidden = sum(bool(one.hidden) and one.hidden != ALONE for one in matter.told.values())
    alone = sum(one.hidden == ALONE for one in matter.told.values())
    whole = [one.response for one in matter.told.values() if one.area == WHOLE and one.response is not None]
    items = [
        _("Those who did not answer are taken to be as those who did in the same stratum or group. Nothing here can "
          "test that. Those who are hit hardest answer least."),
        _("The interval holds chance alone: not how the question was put, who could be reached, or who would not "
          "answer."),
        _("{n} shares are not told: fewer than thirty answers, a handful answered one way, or another would be given "
          "away.").format(n=numbers.integer(hidden)),
        _("A difference between areas is no mark of those who live there, and no cause is shown by it."),
    ]  # fmt: skip
    if whole:
        items.insert(0, _("Of those asked, {low}–{high} answered, question by question.").format(
            low=percent(min(whole)), high=percent(max(whole))))  # fmt: skip
    else:
        items.insert(0, _("How many were asked is not known: neither is the response."))
    if alone:
        items.append(
            ngettext(
                "{n} share has all its answers from one class or household: how much such differ is not known, and it "
                "is left out.",
                "{n} shares have all their answers from one class or household: how much such differ is not known, "
                "and they are left out.",
                alone,
            ).format(n=numbers.integer(alone))
        )
    if ctx.previous is not None:
        items.append(
            _("The rounds are taken to have asked different people. Where some are the same the intervals of change "
              "are as a rule wider than they need be.")
        )  # fmt: skip
    return Section("unknown", _("What is not known, and why"), (Bullets(tuple(items)),))


def _text(key: str, title: str) -> Column:
    return Column(key, title, ColumnKind.TEXT)


def _number(key: str, title: str) -> Column:
    return Column(key, title)
