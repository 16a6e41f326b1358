"""`tryggve profiles`: the profiles that tell how files are read, and one of them as a start for an own."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from tryggve.domain.language import N_, _, pick
from tryggve.ingest.profile import Kind, Profile, load_profile, shipped_profiles

KINDS = {Kind.INCIDENTS: N_("reports"), Kind.COUNTS: N_("counts")}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve profiles`."""
    parser.add_argument(
        "name",
        nargs="?",
        metavar=_("PROFILE"),
        help=_("print this profile, a shipped one or a TOML file of your own: its columns and the whole as TOML"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each shipped profile, or one profile as TOML with its columns explained in comments."""
    print(listed() if arguments.name is None else explained(load_profile(arguments.name)))
    return 0


def listed() -> str:
    """Name, kind and title of every shipped profile, in the order in which a file is tried."""
    rows = [(profile.name, _(KINDS[profile.kind]), title(profile)) for profile in shipped_profiles().values()]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    lines = [f"{name:<{widths[0]}}  {kind:<{widths[1]}}  {text}" for name, kind, text in rows]
    return "\n".join([*lines, "", _("tryggve profiles NAME shows what a profile reads; --profile NAME uses it.")])


def title(profile: Profile) -> str:
    """The title in the current language; the name where a profile has none."""
    titles = dict(profile.title)
    return pick({"sv": profile.name} | titles)


def explained(profile: Profile) -> str:
    """The profile as TOML that can be saved and changed; what its columns hold stands in comments on top."""
    lines = [title(profile), "", *_told_by(profile), *_columns(profile)]
    comments = "\n".join(f"# {_printable(line)}".rstrip() for line in lines)
    return f"{comments}\n\n{profile.to_toml()}".rstrip("\n")


def _told_by(profile: Profile) -> Iterator[str]:
    if not profile.recognise:
        yield _("Used only when it is asked for: --profile {name}").format(name=profile.name)
        return
    either = _("or")
    headings = "; ".join(f" {either} ".join(wanted.split("|")) for wanted in profile.recognise)
    yield _("A file is read this way when it has these headings: {headings}").format(headings=headings)
    if profile.wide:
        yield _("and a column for each of at least two periods.")


def _columns(profile: Profile) -> list[str]:
    """A line for each field: the headings that may hold it, or the text that every row gets."""
    rows = {name: ", ".join(names) for name, names in profile.columns.items()}
    otherwise = _("otherwise")
    for name, text in profile.constants.items():
        rows[name] = f"{rows[name]}; {otherwise} = {text}" if name in rows else f"= {text}"
    width = max((len(shown) for shown in rows.values()), default=0)
    return ["", *(f"{shown:<{width}}  {_(profile.field_names[name])}" for name, shown in rows.items())]


def _printable(line: str) -> str:
    """A title of somebody's own may hold line breaks, which would end the comment."""
    return "".join(c if c.isprintable() else " " for c in line)
