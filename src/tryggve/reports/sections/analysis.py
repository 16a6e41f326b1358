"""The analysis: Brå's questions, for people to answer in writing. The machine does not answer them."""

from __future__ import annotations

from tryggve.domain.language import _
from tryggve.reports.tree import Heading, Paragraph, Questions, Section


def analysis_section() -> Section:
    """Causes, position on the need for measures, and the four self-critical questions."""
    return Section(
        "analysis",
        _("Analysis, to be written together"),
        (
            Paragraph(
                _(
                    "A lägesbild is a weighing made by people. The figures above are its ground; the answers below are "
                    "its substance. The law asks for an analysis, and that a position on the need for measures "
                    "follows from it."
                )
            ),
            Heading(_("The problems and their causes")),
            Questions(
                (
                    _("Which problems do we give priority, which do we put aside, and why?"),
                    _("Where, when and against whom do they occur, and what makes it possible?"),
                    _("Who could commit the acts, what or whom do they meet, and which control is missing?"),
                    _("Which causes can we influence ourselves, and who must join in?"),
                    _("What else is of importance: building, new businesses, population, events ahead?"),
                )
            ),
            Heading(_("Position on the need for measures")),
            Questions((_("For each problem: do we act, watch or leave it, and with what motive?"),)),
            Heading(_("Four questions to ourselves")),
            Questions(
                (
                    _("Why this problem?"),
                    _("Which sources were used, and which were left out?"),
                    _("How does that choice limit what we know?"),
                    _("What did the limits mean for the work?"),
                )
            ),
        ),
    )
