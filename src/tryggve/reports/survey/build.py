"""The document of a survey: from the round that was counted to the same tree that every lägesbild is. Start here.

build(Context(matter, previous)) -> Situation
"""

from __future__ import annotations

from tryggve import __version__
from tryggve.domain.language import _, current_language
from tryggve.domain.period import parse_period
from tryggve.domain.survey import SurveySort
from tryggve.reports.survey.context import Context
from tryggve.reports.survey.methods import survey_methods
from tryggve.reports.survey.sections import ground_section, limits_section, series_section
from tryggve.reports.tree import Audience, Block, Finding, Findings, Meta, Paragraph, Questions, Section, Situation

MOST_FINDINGS = 7


def build(ctx: Context) -> Situation:
    """The document: what stands out, what was met, how it is seen, how it was made, what is not known."""
    design = ctx.matter.design
    made = [one for sort in SurveySort if (one := series_section(ctx, sort)) is not None]
    findings = sorted((one for _section, found in made for one in found), key=lambda one: (-one.weight, one.id))
    return Situation(
        title=_("Survey of safety, {place}").format(place=design.place),
        subtitle=f"{design.name}, {design.period}",
        banner=_("Draft – invented answers") if design.invented else _("Draft"),
        meta=_meta(ctx),
        findings=tuple(findings),
        sections=(
            _standing_out(findings), *(section for section, _found in made), ground_section(ctx), limits_section(ctx),
            _questions(),
        ),
        methods=survey_methods(),
    )  # fmt: skip


def _standing_out(findings: list[Finding]) -> Section:
    """The clearest findings; what the document is, before anything else."""
    blocks: list[Block] = [
        Paragraph(
            _("Answers of a sample, with the interval of each share. What people have met and how they see it are two "
              "series and are never joined into one number.")
        )
    ]  # fmt: skip
    if findings:
        blocks.append(Findings(tuple(one.id for one in findings[:MOST_FINDINGS])))
    else:
        blocks.append(
            Paragraph(_("No change and no two areas can be told from chance, or nothing could be tested. That does not "
                        "mean that nothing differs."), strong=True)
        )  # fmt: skip
    lead = _("At most seven findings. Each is a question to people, not a verdict.")
    return Section("standing-out", _("What stands out"), tuple(blocks), lead)


def _questions() -> Section:
    """What people must answer before the document is used."""
    return Section(
        "analysis",
        _("To be answered together"),
        (
            Questions(
                (
                    _("Who did not answer, and what do we know of them from elsewhere?"),
                    _("Where worry and what is met go different ways: what may explain it?"),
                    _("What do reports, walks and talks say of the same places?"),
                    _("Which question will be put the same way next time, so that the rounds can be compared?"),
                )
            ),
        ),
    )


def _meta(ctx: Context) -> Meta:
    design, period = ctx.matter.design, parse_period(ctx.matter.design.period)
    hidden = sum(bool(one.hidden) for one in ctx.matter.told.values())
    return Meta(
        version=__version__,
        language=current_language(),
        audience=Audience.INTERNAL,
        period=design.period,
        first_date=period.first_date.isoformat(),
        last_date=period.last_date.isoformat(),
        scope="",
        municipality=design.place,
        seed=0,
        fingerprint=ctx.matter.fingerprint,
        crs="",
        time_zone="",
        sources=(design.name,),
        left_out=((_("Rows that did not go in"), ctx.matter.returned), (_("Shares that are not told"), hidden)),
    )
