"""The reference pages, written from the tables in the code so that they cannot lag behind it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tryggve.cli import COMMANDS, build_parser, module_of
from tryggve.domain.language import _, use_language
from tryggve.domain.settings import OTHER_VARIABLES, SETTINGS
from tryggve.domain.task import HAND_NAMES, LATE_REMINDED, MOVES, SOON, Hand, Move, state_name
from tryggve.ingest.profile_reference import render_profiles
from tryggve.web.core.held import by_subject
from tryggve.web.env import VARIABLES


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; vertical bars in cells are escaped, line breaks become spaces."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def render_settings() -> str:
    """The page on settings: how they are given, the table of all of them, and the variables that choose files."""
    intro = _(
        "Settings are written in the file tryggve.toml in the current folder or one above it, or given as environment "
        "variables. The environment goes before the file, and an option on the command line before both. An unknown "
        "name or a value outside what is accepted stops the program with a message."
    )
    head = [_("Setting"), _("Environment variable"), _("Type"), _("Default"), _("What it does")]
    rows = [[f"`{s.name}`", f"`{s.variable}`", _(s.type_name), f"`{s.default}`", _(s.meaning)] for s in SETTINGS]
    example = "\n".join(f"{s.name} = {_toml(s.default)}" for s in SETTINGS)
    others = [[f"`{name}`", _(meaning)] for name, meaning in OTHER_VARIABLES.items()]
    web = [[f"`{name}`", _(meaning)] for name, meaning in VARIABLES.items()]
    return "\n\n".join(
        [
            "# " + _("Settings"),
            intro,
            markdown_table(head, rows),
            _("A file with all defaults:"),
            f"```toml\n{example}\n```",
            "## " + _("Other environment variables"),
            markdown_table([_("Environment variable"), _("What it does")], others),
            "## " + _("Environment variables of the web"),
            _("Read once at start by tryggve serve, worker and doctor. There is no file for them."),
            markdown_table([_("Environment variable"), _("What it does")], web),
        ]
    )


def _toml(value: str | int) -> str:
    return str(value) if isinstance(value, int) else f'"{value}"'


def render_commands() -> str:
    """The page on commands: every option of each, read from the parsers that read the command line."""
    intro = _(
        "Write tryggve COMMAND --help to see the same in the terminal, tryggve --version to see the version. A command "
        "ends with status 0 when it is done, 1 when it could not be done, with a sentence that says why, and 2 when "
        "the command line cannot be understood."
    )
    common = _option_table(build_parser())
    parts = ["# " + _("Commands"), intro, "## tryggve", _("For all commands:"), common]
    for name, meaning in COMMANDS.items():
        parser = argparse.ArgumentParser(add_help=False)
        module_of(name).configure(parser)
        parts += [f"## tryggve {name}", f"{_sentence(_(meaning))}."]
        deeds = _deeds(parser)
        if not deeds:
            parts += [_call(parser, name), _option_table(parser)]
        for deed, (told, own) in deeds.items():
            parts += [f"### tryggve {name} {deed}", f"{_sentence(told)}.", _call(own, f"{name} {deed}")]
            parts.append(_option_table(own))
    return "\n\n".join(parts)


def _call(parser: argparse.ArgumentParser, name: str) -> str:
    return f"```\n{' '.join(['tryggve', name, *_words(parser)])}\n```"


def _deeds(parser: argparse.ArgumentParser) -> dict[str, tuple[str, argparse.ArgumentParser]]:
    """What a command with several deeds can do: name → meaning and parser."""
    found: dict[str, tuple[str, argparse.ArgumentParser]] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            told = {choice.dest: choice.help or "" for choice in action._choices_actions}
            found |= {deed: (told[deed], own) for deed, own in action.choices.items()}
    return found


def _options(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """What a command takes, without help, version and the choice of command."""
    left_out = (argparse._HelpAction, argparse._VersionAction, argparse._SubParsersAction)
    shown = (action for action in parser._actions if action.help != argparse.SUPPRESS)
    return [action for action in shown if not isinstance(action, left_out)]


def _words(parser: argparse.ArgumentParser) -> list[str]:
    """The command line in short: what it is about and what must be given; the rest is in the table."""
    words, more = [], []
    for one_of in _one_of(parser):
        words.append("(" + " | ".join(map(_shown, one_of)) + ")")
    for action in _options(parser):
        if action.option_strings and not action.required:
            more = ["[" + _("OPTION …") + "]"]
        else:
            words.append(f"[{_shown(action)}]" if action.nargs in ("*", "?") else _shown(action))
    return words + more


def _one_of(parser: argparse.ArgumentParser) -> list[list[argparse.Action]]:
    """The options of which one, and no more, must be given."""
    return [group._group_actions for group in parser._mutually_exclusive_groups if group.required]


def _shown(action: argparse.Action) -> str:
    """An option as it is written: `--period PERIOD`, `FILE …`."""
    value = action.metavar or (action.dest.upper() if action.option_strings else action.dest)
    if action.choices:
        value = "|".join(map(str, action.choices))
    if action.nargs == 0:
        value = ""
    several = " …" if action.nargs in ("*", "+") else ""
    return " ".join([*action.option_strings[:1], f"{value}{several}"]).strip()


def _option_table(parser: argparse.ArgumentParser) -> str:
    either = [action for group in _one_of(parser) for action in group]
    told = " (" + _("one of these must be given") + ")"
    rows = [
        [f"`{_shown(action)}`", _meaning(action) + (told if action in either else "")] for action in _options(parser)
    ]
    return markdown_table([_("Option"), _("Meaning")], rows)


def _meaning(action: argparse.Action) -> str:
    text = _sentence(action.help or "")
    if action.required and action.option_strings:
        text += " (" + _("must be given") + ")"
    if action.choices and isinstance(action.default, str) and action.default != argparse.SUPPRESS:
        text += " (" + _("default {value}").format(value=action.default) + ")"
    return text


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def render_states() -> str:
    """The page on states: for an insats, who may do what in which state, from the table that the web obeys."""
    head = [_("From"), "", _("To"), _("Who may"), _("Must be explained")]
    rows = [
        [state_name(move.before), f"→ *{_(move.words)}* →", state_name(move.after), _who(move), _why(move)]
        for move in MOVES
    ]
    late = _(
        "An insats is late the day after its day. Its organisation is reminded {soon} days before, and once within "
        "{late} days after."
    )
    return "\n\n".join(
        [
            "# " + _("States"),
            "## " + _("An insats"),
            _("What can happen to an insats. What has no row cannot happen."),
            markdown_table(head, rows),
            late.format(soon=SOON.days, late=LATE_REMINDED.days),
        ]
    )


def _who(move: Move) -> str:
    told = _(HAND_NAMES[move.hand])
    return told if move.hand is Hand.COORDINATOR else told + " " + _("and the coordinator")


def _why(move: Move) -> str:
    return _("yes") if move.tells_why else ""


def render_tables() -> str:
    """The page on what is held, table by table."""
    intro = _(
        "Every table of an installation's database and of a municipality's stands here once. A test compares with the "
        "tables that are there. What the municipality decides is not said here."
    )
    head = [_("What"), _("Why"), _("How long"), _("Who sees it"), _("Tables")]
    title = _("What is held, table by table")
    parts = [f"# {title}", intro]
    for heading, rows in by_subject():
        told = [[*one.words, ", ".join(f"`{name}`" for name in one.tables)] for one in rows]
        parts += [f"## {heading}", markdown_table(head, told)]
    return "\n\n".join(parts)


def render_indicators() -> str:
    """The page on indicators, theme by theme."""
    from tryggve.cli.reference_indicators import indicator_pages

    return indicator_pages(markdown_table)


# File name and what renders it; a new page is a new row.
PAGES: dict[str, Callable[[], str]] = {
    "kommandon.md": render_commands,
    "profiler.md": render_profiles,
    "installningar.md": render_settings,
    "tillstand.md": render_states,
    "tabeller.md": render_tables,
    "indikatorer.md": render_indicators,
}


def render_pages() -> dict[str, str]:
    """File name → text of every page, in Swedish, each with a first line that says where it comes from."""
    with use_language("sv"):
        note = _("Written by `tryggve reference` from the code: change the code, not this page.")
        return {name: f"<!-- {note} -->\n\n{render().rstrip()}\n" for name, render in PAGES.items()}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve reference`."""
    parser.add_argument("--write", type=Path, metavar="DIR", required=True, help=_("folder for the pages"))


def run(arguments: argparse.Namespace) -> int:
    """Write every page into the folder and print the paths."""
    folder: Path = arguments.write
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in render_pages().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        print(folder / name)
    return 0
