"""The methods of a two-year draft in plain words."""

from __future__ import annotations

from tryggve.domain.language import N_, _
from tryggve.stats import (
    area_types,
    comparison,
    context_gap,
    funnel,
    group_comparison,
    published,
    rank_sets,
    rates,
    shrunken_rates,
    yearly_change,
)
from tryggve.stats.circumstances import counts
from tryggve.stats.segregation.measured import SOURCES as SEGREGATION

_DESCRIBED = (
    (
        "published",
        N_("Figures as published"),
        N_("The number stands as its source gives it, with the table it came from. Nothing is filled in or smoothed."),
        "",
    ),
    (
        "reported_rate",
        N_("Interval of reported offences"),
        N_(
            "The number of offences is the rate times the inhabitants that the source divided by, rounded "
            "(Brå's rates: the mean population of the year; others: that of its end). The interval is the exact "
            "Poisson interval (95 %) of that number: what chance alone makes of one year. It does not hold for how "
            "many report."
        ),
        rates.GARWOOD,
    ),
    (
        "survey_margin",
        N_("Margin of a survey"),
        N_(
            "The source's own margin of error, plus and minus (95 %). Where its interval is lopsided the longer "
            "side is used. Where the source gives no margin no interval is known, and nothing is said of "
            "differences."
        ),
        "",
    ),
    (
        "ratio",
        N_("Comparison of reported offences"),
        N_(
            "The ratio of two rates. The interval is widened by how much the series of each place varies from "
            "year to year beyond chance (twice chance where the series is too short to tell). Fewer than five "
            "offences in either place, or a break between the years: no comparison. Mentioned only where it "
            "stands when the share of false ones among all comparisons of the document is held at 5 % (Benjamini "
            "and Hochberg)."
        ),
        published.REFERENCE,
    ),
    (
        "difference",
        N_("Comparison of surveys"),
        N_(
            "The difference in percentage points; the interval joins both margins as for separate samples. Own "
            "past is that of two years before, since surveys that join two years' answers are otherwise partly "
            "the same. Mentioned only where it stands when all comparisons are allowed for, as above."
        ),
        comparison.MOVER,
    ),
    (
        "places",
        N_("Place among all municipalities"),
        N_(
            "Each municipality gets limits that hold all of them at once (95 %), widened by how much its years "
            "vary (twice chance where few are at hand). First possible place: one more than those wholly above. "
            "Last: all but those wholly below. Where the two differ the place is shared, and no order is told. "
            "Number 1 is the highest figure, which need not be the worst."
        ),
        rank_sets.KLEIN,
    ),
    (
        "funnel",
        N_("Funnel"),
        N_(
            "The figures of all municipalities about the rate of all together. The limits (95 and 99.8 %) allow for "
            "chance and for how much municipalities usually differ; small places vary more, so the limits are wider "
            "there. Outside is a question, not a verdict: visitors, commuters and what is reported differ too."
        ),
        funnel.SPIEGELHALTER,
    ),
    (
        "expected",
        N_("Expected level"),
        N_(
            "A log-linear negative binomial model of the offences with the inhabitants as its base. The municipalities "
            "are dealt into ten parts, and each part is foreseen by the model of the nine others. The expected level "
            "stands with the interval in which 95 % of municipalities in such circumstances lie; the interval of "
            "the times tells how sure they are, not how usual. The gain is that of "
            "the log score above a model that knows the mean alone. Outside: when the share of false ones among these "
            "rates is held at 5 %."
        ),
        counts.REFERENCE,
    ),
    (
        "shrunken",
        N_("Rate drawn towards the common level"),
        N_(
            "The rates of all municipalities are taken to come from one gamma distribution, whose mean and spread are "
            "reckoned from all of them and not taken as known. The interval holds 95 % of what the level of this one "
            "may be."
        ),
        shrunken_rates.REFERENCE,
    ),
    (
        "trend",
        N_("Change a year"),
        N_(
            "A log-linear quasi-Poisson line through the years of a piece that no break divides, per inhabitant where "
            "the inhabitants of every year are at hand. The variance is as large as the years ask for: about the line, "
            "or from one year to the next, whichever is larger. Neighbouring years that are alike count as fewer. "
            "Fewer than five years or 25 offences, or a series that goes in waves: no change is told. All are tested "
            "together (Benjamini and Hochberg, 5 %)."
        ),
        yearly_change.REFERENCE,
    ),
    (
        "group",
        N_("Beside the group of those alike"),
        N_(
            "The rates of those alike are taken to spread about a common one, by as much as they do beyond chance. "
            "What is usual is where one more of them, of this size, would lie 95 times of 100, with Student's t for "
            "how few they are; below five of them nothing is told. Tested together (Benjamini and Hochberg, 5 %)."
        ),
        group_comparison.SPREAD,
    ),
    (
        "area_share",
        N_("Share in a small area"),
        N_("Those aged 15 to 24 of all inhabitants of the area at the end of the year, both as SCB gives them."),
        "",
    ),
    (
        "area_types",
        N_("Number of areas of each type"),
        N_(
            "The municipality's areas counted by the type that SCB gives each. The types are made from all areas of "
            "the country: a part of them cannot tell where the limits lie."
        ),
        area_types.SCB,
    ),
    (
        "segregation",
        N_("How a group is spread over areas"),
        N_(
            "Members of the group are the share times the inhabitants at the end of the year, rounded. The index is "
            "counted as it stands; its interval (95 %) comes of drawing the group anew in every area 999 times, and is "
            "freed from the unevenness that chance alone makes of small areas. It tells how sure the figure is if who "
            "lives where is one outcome of many. A change is told only within one division, between the same areas, "
            "and where chance gives one so large at most once in two hundred. In the Python, counts is what the SQL of "
            "the rows gives."
        ),
        SEGREGATION,
    ),
    (
        "contexts",
        N_("Whom people live among"),
        N_(
            "From a point in each small area the nearest people are counted outwards until they are as many as stated. "
            "The mean share of the group around its own members, less that around others; interval by drawing the "
            "group anew 199 times. In the Python, counts is what the SQL gives."
        ),
        context_gap.SOURCES,
    ),
    (
        "police_list",
        N_("The police's lists"),
        N_("Areas of each list as the police give it. An area lies in the municipality when a point in it does."),
        "",
    ),
    (
        "certainty",
        N_("How sure a finding is"),
        N_(
            "High when the test gives less than .001, moderate below .05, else low. A difference in reported "
            "offences is at most moderate, since places and years differ in how much is reported."
        ),
        "",
    ),
)


def municipal_methods() -> tuple[tuple[str, str, str], ...]:
    """Key, title and text of each method."""
    return tuple(
        (key, _(title), _(text) + (" " + _("Source: {reference}").format(reference=source) if source else ""))
        for key, title, text, source in _DESCRIBED
    )
