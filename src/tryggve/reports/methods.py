"""The appendix: every method a number names, in plain words, with its source and what it cannot say."""

from __future__ import annotations

from tryggve.domain.language import N_, _
from tryggve.stats import change, concentration, density, harm, quasi_poisson, rates, time_profile

Method = tuple[str, str, str]
"""Key, title, text with the reference at its end."""


_DESCRIBED: tuple[tuple[str, str, str, str], ...] = (
    (
        "count",
        N_("Counting"),
        N_(
            "A count of events. An event is counted on the last day it may have happened. Rows that are stored but "
            "not counted (rumours, summaries, traffic accidents, “nothing to report”) stand in a table of their "
            "own."
        ),
        "",
    ),
    (
        "expected",
        N_("Expected level"),
        N_(
            "Quasi-Poisson regression on the earlier periods of the source, with trend and two yearly waves where "
            "there are nearly two years of history and enough events, else a plainer model. Where the reporters are"
            " known the weeks that organisations reported are allowed for and periods in which nobody reported are "
            "left out; where they are unknown, stretches without events too long to be calm. The interval is a "
            "prediction interval for the number itself. A kind is called unusual only outside a wider interval that"
            " allows for all kinds being compared at once (5 % in all), and only where at least five events came or"
            " were to be expected."
        ),
        quasi_poisson.REFERENCE,
    ),
    (
        "change",
        N_("Change between periods"),
        N_(
            "Ratio with an exact conditional interval: for reports per week that an organisation reported where the"
            " reporters are known, for registers per inhabitant where the source states them, else per day. No "
            "change is given where less than half of the expected reports came. Changes are mentioned where they "
            "remain when the share of false ones is held at 5 % (Benjamini and Hochberg) and the dispersion of the "
            "series is allowed for, taken as two where its history is too short to tell; in registers also only "
            "outside what the earlier periods let us expect. Events that lead to one another vary more than the "
            "interval assumes, so it may be too narrow. A change after a measure is not in itself an effect of it."
        ),
        change.REFERENCE,
    ),
    (
        "rate",
        N_("Rates per inhabitant"),
        N_("Rates per inhabitant are made for registers only, with the source's own population and exact intervals."),
        rates.GARWOOD,
    ),
    (
        "coverage",
        N_("Coverage"),
        N_(
            "Each organisation's agreed reports (week, fortnight, month) that are due in the period, and "
            "those that came, “nothing to report” included. No report is unknown, not calm."
        ),
        "",
    ),
    (
        "time_profile",
        N_("Hour and weekday"),
        N_(
            "Events with a known instant count in their hour; events known as an interval are "
            "spread "
            "evenly over it. Intervals longer than a week are left out. Days without an hour are left out."
        ),
        time_profile.REFERENCE,
    ),
    (
        "time_block",
        N_("The busiest hours"),
        N_(
            "The six hours in a row that hold most events with a known hour; exact interval, widened since the "
            "block "
            "was chosen among 24."
        ),
        rates.CLOPPER_PEARSON,
    ),
    (
        "concentration",
        N_("Concentration"),
        N_(
            "The smallest share of the places with events that holds half of them, against what "
            "falls "
            "out when as many events are spread at random over the same places."
        ),
        concentration.REFERENCE,
    ),
    (
        "density",
        N_("Density"),
        N_(
            "Events with a place known as a point or a street, smoothed with a Gaussian kernel over at least 250 "
            "metres. Places with fewer than two others within 250 metres are left out, so that no single address "
            "can be read. Squares with fewer than five events or three places are not named. The square with most "
            "events is mentioned only where it holds more than 95 % of 199 draws give, in which as many events are "
            "spread by chance over the squares, each as likely as its share of all events the source ever had. It "
            "tells a place that stands out in the period, not one that always has most; where the period is most of "
            "the history, nothing is found. Events that lead to one another vary more than the draws, so the grade "
            "is at most moderate. Interval of a number in a square: exact Poisson; the square was chosen for having "
            "most events."
        ),
        density.REFERENCE,
    ),
    (
        "harm",
        N_("Weighted harm"),
        N_(
            "Each event counts by its severity. The weights are a choice, stated beside the table. "
            "Events without severity add nothing and are given as a share."
        ),
        harm.REFERENCE,
    ),
    (
        "signal",
        N_("Signals to judge"),
        N_(
            "Several methods ask every day whether more has happened lately in some areas side by side than their own "
            "past lets us expect, from what had happened up to and including that day; reports that came in later are "
            "counted too. What they find in the same place at the same time is one signal. How rare it is, is counted "
            "by replaying the municipality's own history day by day with the whole list: signals a year that are at "
            "least as strong, all methods together. Real unrest of the past is among them. A probability of a method "
            "by itself is never shown as a rate. Grade: moderate, low where one reporter explains it or nobody knows "
            "who reported."
        ),
        "Kulldorff (2001), J. R. Stat. Soc. A 164, 61–72; Neill (2009), Int. J. Forecast. 25, 498–517.",
    ),
    (
        "certainty",
        N_("How sure a finding is"),
        N_(
            "For a difference, high when the test gives less than .001, moderate below .05, else low; an unusual "
            "number and a change in a register are at most moderate. For a number, by the share of expected reports"
            " that came (80 % high, 60 % moderate, else low). Never higher than the coverage allows; where nobody "
            "knows who should report it is low."
        ),
        "",
    ),
)


def methods(*, signals: bool) -> tuple[Method, ...]:
    """The methods in the order of the document; that of signals only where the document has any to speak of."""
    return tuple(
        (key, _(title), _(text) + (" " + _("Source: {reference}").format(reference=reference) if reference else ""))
        for key, title, text, reference in _DESCRIBED
        if signals or key != "signal"
    )
