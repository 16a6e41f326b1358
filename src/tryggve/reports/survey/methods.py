"""The methods of a survey's document in plain words."""

from __future__ import annotations

from tryggve.domain.language import N_, _
from tryggve.stats import rank_sets
from tryggve.stats.survey import estimate, kept

_DESCRIBED = (
    (
        "share",
        N_("Share"),
        N_(
            "The weights of those whose answer is counted, divided by the weights of all in the base. Somebody who "
            "does not know, left the question blank or was not asked is in neither. The rows themselves are not kept: "
            "the table behind holds the two sums, scaled to the number of answers and rounded, so that the number of "
            "forms cannot be worked out."
        ),
        "",
    ),
    (
        "interval",
        N_("Interval of a share"),
        N_(
            "The variance is linearised: within strata, less what post-stratification explains. Where persons were "
            "drawn one by one the share of the population that answered is taken off. Where whole classes or "
            "households were drawn it is made of the sums of these (ultimate clusters, as drawn with replacement), "
            "its degrees of freedom are their number less that of strata, and where all answered alike each counts as "
            "one answer. It makes an effective number of answers, never more than those who answered; the interval "
            "(95 %) is the exact one of that number. The design effect is the variance beside that of a simple random "
            "sample of as many answers. In a finished table: the limits it gives, else the exact ones of the answers "
            "divided by the stated design effect."
        ),
        estimate.KORN_GRAUBARD,
    ),
    (
        "response",
        N_("Response"),
        N_("Answers to the question divided by the number asked. No weight enters."),
        "",
    ),
    (
        "change",
        N_("Change since the round before"),
        N_(
            "The difference of the shares in percentage points. The variances of both rounds are added; the interval "
            "joins the distances to each round's own limits. Told only where the question and its answers are the "
            "same, and mentioned only where it stands when the share of false ones among all changes of the document "
            "is held at 5 % (Benjamini and Hochberg)."
        ),
        kept.NEWCOMBE,
    ),
    (
        "apart",
        N_("Which areas can be told apart"),
        N_(
            "Intervals are made anew, wide enough to hold the shares of all areas of the question at once (95 %). Two "
            "areas are told apart only where these do not meet. There is no other order among areas."
        ),
        rank_sets.KLEIN,
    ),
    (
        "disclosure",
        N_("What is not told"),
        N_(
            "No share on fewer than 30 answers, none where 1 to 4 answered one way, no number of persons from 1 to 4. "
            "Where such a share could be worked out from that of all together, the area with fewest answers is "
            "hidden too, until it cannot."
        ),
        "",
    ),
    (
        "certainty",
        N_("How sure a finding is"),
        N_(
            "A change: high when the test gives less than .001, moderate below .05, else low. Areas that are told "
            "apart: moderate. Neither holds for those who did not answer."
        ),
        "",
    ),
)


def survey_methods() -> tuple[tuple[str, str, str], ...]:
    """Key, title and text of each method."""
    return tuple(
        (key, _(title), _(text) + (" " + _("Source: {reference}").format(reference=source) if source else ""))
        for key, title, text, source in _DESCRIBED
    )
