"""The command line: parse, call, render. A command's module is imported only when it is chosen."""

from __future__ import annotations

import argparse
import errno
import importlib
import sys
from collections.abc import Sequence
from types import ModuleType

from tryggve import __version__
from tryggve.cli.parser_words import speak_our_language
from tryggve.cli.settings import SettingsError, load_settings
from tryggve.domain.language import LANGUAGES, N_, _, set_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.visible_text import printable

COMMANDS = {
    "serve": N_("the web: reports, lägesbilder and signals in the browser, by one command"),
    "worker": N_("the web's background work in a process of its own"),
    "doctor": N_("say what is wrong with an installation of the web, and how to mend it"),
    "way-back": N_("a new way in for somebody who has lost theirs and whom nobody in the browser can help"),
    "init": N_("make a store that remembers what is imported"),
    "import": N_("bring files with reports into the store"),
    "fetch": N_("fetch the public figures that a two-year lägesbild of a municipality needs"),
    "lagesbild": N_("make a lägesbild from files with reports, or from the store"),
    "survey": N_("shares with intervals from the answers of a survey of safety, what is met and what is felt apart"),
    "signals": N_("the signals of a day to judge, ranked, and what was made of them"),
    "backtest": N_("replay the past day by day: how rare is a signal, how many are found"),
    "claims": N_("the claims of a programme's texts, and what public figures say of them"),
    "explain": N_("show how a number in a lägesbild came about: rows, filter, method and SQL"),
    "areas": N_("areas of the store: bring in, list, compare divisions"),
    "store": N_("look at the store, check it, export, correct, undo"),
    "retention": N_("delete what a recorded decision says is to be deleted"),
    "backup": N_("write an encrypted copy of a store or a whole installation, also while it is in use"),
    "restore": N_("make a store or a whole installation from an encrypted copy"),
    "migrate-store": N_("move a store from SQLite to PostgreSQL, and prove that nothing was lost"),
    "demo": N_("make the lägesbilder of the two examples"),
    "profiles": N_("list the profiles that tell how files are read"),
    "reference": N_("write the reference pages from the code"),
}
"""Command → what it does. Each has a module here with `configure(parser)` and `run(arguments) -> int`."""

_MODULES = {"import": "import_files", "migrate-store": "migrate_store", "way-back": "way_back"}
"""The module of a command where it cannot bear the command's name."""


def module_of(command: str) -> ModuleType:
    """The module of a command, fetched when it is asked for."""
    return importlib.import_module(f"tryggve.cli.{_MODULES.get(command, command)}")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit status: 0 done, 1 could not be done, 2 wrong words on the command line."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        settings = load_settings()
        set_language(_language(words) or settings.language)
        arguments = parse(words)
        arguments.settings = settings
        return int(module_of(arguments.command).run(arguments))
    except (FileError, SettingsError) as error:
        print("\n".join(map(printable, f"tryggve: {error}".split("\n"))), file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1
    except OSError as error:
        print(_cannot_use(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return _stopped()
    except SystemError as error:
        if not _hides_a_stop(error):
            raise
        return _stopped()


def _stopped() -> int:
    print(file=sys.stderr)
    print(_("Stopped. Files already written are whole; nothing is half written."), file=sys.stderr)
    return 130


def _hides_a_stop(error: BaseException | None) -> bool:
    """Whether somebody stopped the work inside compiled code, which tells of it as an error of its own."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


_REASONS = {
    errno.EACCES: N_("you may not read or write it. Choose another place, or ask whoever owns it"),
    errno.EPERM: N_("you may not read or write it. Choose another place, or ask whoever owns it"),
    errno.ENOENT: N_("it does not exist. Check the path"),
    errno.ENOTDIR: N_("a folder was expected. Check the path"),
    errno.EISDIR: N_("it is a folder, and a file was expected. Check the path"),
    errno.ENOSPC: N_("the disk is full. Make room and try again"),
    errno.EROFS: N_("the disk cannot be written to. Choose another place"),
}


def _cannot_use(error: OSError) -> str:
    """What the system refused, in the user's language and with what to do where that is known."""
    known = _REASONS.get(error.errno or 0)
    reason = _(known) if known else error.strerror
    return printable(_("tryggve: cannot use {file}: {reason}.").format(file=error.filename or "–", reason=reason))


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The words of the command line as a namespace with the name of the command in `command`."""
    command = next((word for word in words if word in COMMANDS), None)
    return build_parser(only=command).parse_args(words)


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """The parser; with `only` the options of that command alone, so that the others need not be imported."""
    speak_our_language()
    parser = argparse.ArgumentParser(prog="tryggve", description=_("From reports to lägesbild, measure and follow-up."))
    parser.add_argument(
        "--version", action="version", version=f"tryggve {__version__}", help=_("show the version and stop")
    )
    parser.add_argument("--lang", choices=LANGUAGES, help=_("language of texts and documents"))
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"), required=True)
    for name, meaning in COMMANDS.items():
        command = commands.add_parser(name, help=_(meaning), description=_(meaning))
        command.add_argument(
            "--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=_("language of texts and documents")
        )
        if name == only:
            module_of(name).configure(command)
    return parser


def _language(words: Sequence[str]) -> str | None:
    """The language chosen on the command line, before the rest is read, so that help comes in it."""
    for word, following in zip(words, [*words[1:], ""], strict=False):
        if word.startswith("--lang="):
            word, following = "--lang", word.removeprefix("--lang=")
        if word == "--lang" and following in LANGUAGES:
            return following
    return None
