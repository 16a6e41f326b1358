"""The reference of profiles as Markdown, made from the profiles themselves so that it cannot fall behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tryggve.catalog import read_toml
from tryggve.domain.category import categories
from tryggve.domain.language import N_, _, pick
from tryggve.domain.organisation import organisation_kinds
from tryggve.ingest.profile import shipped_profiles
from tryggve.ingest.profile_record import COUNT_FIELDS, INCIDENT_FIELDS, OPTIONS, Kind, Profile

_TABLES = {
    "title": N_("name of the profile per language (sv, en)"),
    "columns": N_("the heading of each field; a list where files spell it differently: the first present is read"),
    "constants": N_("a text for every row of a field without a column, and for its empty cells"),
    "values": N_("the file's words on the left, ours on the right, in a table per field ([values.observation])"),
    "categories": N_("per category code, the texts of the file that mean it"),
}


def render_profiles() -> str:
    """The reference in the current language: keys, fields, words, and each shipped profile."""
    parts = [
        "# " + _("Profiles"),
        _(
            "A profile says which column of a file means what. It is a TOML file; `--profile` takes its path or the "
            "name of a shipped one. Without it the file's headings choose a shipped profile, or one is guessed, shown "
            "and can be saved with `--save-profile`. Upper and lower case, å/ä/ö, underscores and blanks make no "
            "difference in headings and categories. Where a profile states no source, the source is the file's name "
            "without numbers at its end, and numbers from two sources are never added."
        ),
        "## " + _("Keys"),
        _table((_("key"), _("meaning")), ((f"`{key}`", _(text)) for key, text in OPTIONS.items())),
        "## " + _("Tables"),
        _table((_("table"), _("meaning")), ((f"`[{key}]`", _(text)) for key, text in _TABLES.items())),
        "## " + _("Fields of incidents"),
        _fields(INCIDENT_FIELDS),
        "## " + _("Fields of tables of counts"),
        _fields(COUNT_FIELDS),
        "## " + _("Words of fixed fields"),
        _words(),
        "## " + _("Category codes"),
        _categories(),
        "## " + _("Shipped profiles"),
        *(_shipped(profile) for profile in shipped_profiles().values()),
    ]
    return "\n\n".join(parts) + "\n"


def _fields(fields: Mapping[str, str]) -> str:
    return _table((_("field"), _("holds")), ((f"`{name}`", _(text)) for name, text in fields.items()))


def _words() -> str:
    rows = [
        (f"`{name}`", f"`{word}`", ", ".join(texts))
        for name, words in read_toml("words.toml").items()
        for word, texts in words.items()
    ]
    kinds = [
        ("`organisation_kind`", f"`{kind.code}`", ", ".join((*kind.names.values(), *kind.also)))
        for kind in organisation_kinds().values()
    ]
    return _table((_("field"), _("value"), _("understood spellings")), [*rows, *kinds])


def _categories() -> str:
    rows = ((f"`{c.code}`", c.name, c.cls.value, ", ".join(c.also)) for c in categories().values())
    return _table((_("code"), _("name"), _("class"), _("also understood")), rows)


def _shipped(profile: Profile) -> str:
    kind = _("one row a report") if profile.kind is Kind.INCIDENTS else _("table of counts")
    headings = " + ".join(either.replace("|", "/") for either in profile.recognise)
    chosen = _("Chosen unasked for files with the headings {headings}.").format(headings=headings)
    named = _("Used only when it is named.")
    return "\n\n".join((
        f"### `{profile.name}` – {pick(dict(profile.title))}",
        f"{kind[:1].upper()}{kind[1:]}. {chosen if profile.recognise else named}",
        f"```toml\n{profile.to_toml()}```",
    ))  # fmt: skip


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
