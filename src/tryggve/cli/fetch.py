"""`tryggve fetch`: the public figures that a two-year lägesbild of a municipality needs, over the net or from files."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tryggve.cli.place import now
from tryggve.cli.progress import Progress
from tryggve.domain.language import _, ngettext
from tryggve.ingest.visible_text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tryggve.domain.indicator import Indicator
    from tryggve.ingest.fetching.fetcher import Fetcher
    from tryggve.ingest.fetching.hosts import Host
    from tryggve.ingest.figures.pieces import Supply
    from tryggve.ingest.figures.plan import Item
    from tryggve.ingest.figures.run import Outcome
    from tryggve.ingest.figures.scope import Scope

EVENTS = "polisen_handelser.jsonl"
KEPT_DAYS = 90


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve fetch`."""
    parser.add_argument(
        "--kommun", required=True, metavar=_("MUNICIPALITY"), help=_("code of four digits, or name of the municipality")
    )
    parser.add_argument(
        "--folder", type=Path, metavar=_("DIR"), help=_("where the figures are put (default: siffror-CODE)")
    )
    parser.add_argument(
        "--plan", action="store_true", help=_("only say what would be fetched, how long it takes and how large it is")
    )
    parser.add_argument(
        "--offline-from", type=Path, metavar=_("DIR"),
        help=_("ask no source: read files in this folder, named as --plan says, or fetched on another computer"),
    )  # fmt: skip
    parser.add_argument(
        "--files", type=Path, metavar=_("DIR"),
        help=_("files that you have saved yourself, such as Brå's tables; what is not there is asked of the sources"),
    )  # fmt: skip
    parser.add_argument(
        "--events", action="store_true", help=_("only the police's latest event notices, added to those fetched before")
    )
    add_sources(parser)


def add_sources(parser: argparse.ArgumentParser) -> None:
    """The options that all fetching shares."""
    parser.add_argument("--fresh", action="store_true", help=_("ask anew also for what was fetched lately"))
    parser.add_argument(
        "--cache", type=Path, metavar=_("DIR"), help=_("where answers are kept (default: the user's cache folder)")
    )
    parser.add_argument(
        "--base", action="append", default=[], metavar="NAME=URL",
        help=_("another address of a source, such as a mirror: kolada, scb, scb_areas, polisen, police_list"),
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Fetch, or say what would be fetched."""
    from tryggve.domain.indicator import indicators
    from tryggve.ingest.figures.plan import plan_of
    from tryggve.ingest.figures.scope import scope_of

    scope = scope_of(arguments.kommun, now().year)
    hosts = hosts_of(arguments.base)
    wanted = indicators()
    items = plan_of(scope, wanted)
    if arguments.plan:
        for line in told_plan(items, hosts, scope, wanted):
            print(printable(line))
        return 0
    folder: Path = arguments.folder or Path(f"siffror-{scope.code}")
    folder.mkdir(parents=True, exist_ok=True)
    progress = Progress()
    if arguments.events:
        return _fetch_events(fetcher_of(arguments, progress.step), hosts["polisen"], folder, scope, progress)
    outcome = gather(arguments, folder, scope, progress, arguments.files)
    progress.done()
    for line in told_outcome(outcome, folder, scope):
        print(printable(line))
    if _lacks(outcome, arguments):
        print(_("Not everything came. Run the same again: what has come is not asked for anew."))
    return 1 if _lacks(outcome, arguments) else 0


def gather(
    arguments: argparse.Namespace, folder: Path, scope: Scope, progress: Progress, own_files: Path | None
) -> Outcome:
    """Bring all that the indicators name to the folder, over the net or from files. What cannot be had is told of."""
    from tryggve.domain.indicator import indicators
    from tryggve.ingest.figures.plan import plan_of
    from tryggve.ingest.figures.run import run as run_items

    wanted = indicators()
    supply = _supply(arguments, scope, own_files, progress.step)
    return run_items(plan_of(scope, wanted), supply, folder, scope=scope, wanted=wanted, tell=progress.step)


def hosts_of(bases: list[str]) -> dict[str, Host]:
    """The sources by name, with other addresses where they are given. FileError for a name that is none."""
    from tryggve.domain.row_error import FileError
    from tryggve.ingest.fetching.hosts import HOSTS, host_of

    others = dict(one.partition("=")[::2] for one in bases)
    if unknown := sorted(set(others) - set(HOSTS)):
        raise FileError(
            _("There is no source {name}.").format(name=", ".join(unknown)),
            _("Write --base NAME=URL with one of {names}.").format(names=", ".join(HOSTS)),
        )
    return {name: host_of(name, base=others.get(name)) for name in HOSTS}


def fetcher_of(arguments: argparse.Namespace, tell: Callable[[str], None]) -> Fetcher:
    """The way out to the sources, with the real clock."""
    from tryggve.ingest.fetching.fetcher import Fetcher
    from tryggve.ingest.fetching.throttle import Clock

    folder = arguments.cache or cache_folder()
    fetcher = Fetcher(folder, clock=Clock(now, time.sleep), tell=tell, fresh=arguments.fresh)
    fetcher.forget_old(KEPT_DAYS)
    return fetcher


def cache_folder() -> Path:
    """Where programs of this user keep what can be fetched again."""
    given = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(given) if given else Path.home() / ".cache") / "tryggve"


def told_plan(items: list[Item], hosts: dict[str, Host], scope: Scope, wanted: Mapping[str, Indicator]) -> list[str]:
    """What would be fetched, file by file, with calls, size, time, and the codes that are asked for."""
    from tryggve.ingest.figures.plan import choices_of, file_to_put, seconds_of

    calls, size = sum(item.calls for item in items), sum(item.size for item in items)
    minutes = -(-int(seconds_of(items, hosts)) // 60)
    lines = [
        _("For {name} ({code}): about {calls} questions, {size} MB, {minutes} minutes.").format(
            name=scope.name, code=scope.code, calls=calls, size=-(-size // 1_000_000), minutes=minutes
        ),
        "",
    ]
    for item in items:
        how = f"{item.calls} × {hosts[item.host].base}, {-(-item.size // 1000)} kB" if item.host else _("by hand")
        lines.append(f"{file_to_put(item)}: {item.shown} ({how})")
        if choices := choices_of(item, wanted):
            lines.append(f"    {choices}")
    lines += [
        "",
        _(
            "Without a network: fetch on another computer and carry its folder, or put files of these names in a "
            "folder; then give --offline-from DIR."
        ),
    ]
    return lines


def told_outcome(outcome: Outcome, folder: Path, scope: Scope) -> list[str]:
    """What came and what did not."""
    lines = [*outcome.notes]
    for failure in outcome.failures:
        lines.append(f"{failure.item.shown}: {failure.what} {failure.how}")
    if outcome.without:
        lines.append(
            ngettext(
                "{n} indicator has no figure for {name}: {ids}.", "{n} indicators have no figure for {name}: {ids}.",
                len(outcome.without),
            ).format(n=len(outcome.without), name=scope.name, ids=", ".join(outcome.without))
        )  # fmt: skip
    lines.append(
        _("{n} rows in {folder}, each with the table it came from in provenance.csv.").format(
            n=len(outcome.figures), folder=folder
        )
    )
    return lines


def _lacks(outcome: Outcome, arguments: argparse.Namespace) -> bool:
    """Whether something is lacking that another try, or another file, would give. Brå's tables no net has."""
    return any(one.item.host or arguments.offline_from for one in outcome.failures)


def _supply(arguments: argparse.Namespace, scope: Scope, own_files: Path | None, tell: Callable[[str], None]) -> Supply:
    from tryggve.domain.indicator import indicators
    from tryggve.ingest.figures.net_supply import NetSupply
    from tryggve.ingest.figures.pieces import FirstSupply, FolderSupply

    if arguments.offline_from:
        return FolderSupply(arguments.offline_from)
    net = NetSupply(fetcher_of(arguments, tell), hosts_of(arguments.base), scope, indicators())
    return FirstSupply(FolderSupply(own_files), net) if own_files else net


def _fetch_events(fetcher: Fetcher, host: Host, folder: Path, scope: Scope, progress: Progress) -> int:
    from tryggve.domain.private_file import part_in
    from tryggve.ingest.sources.polisen_events import added, archive_text, fetch_events, of_places, read_archive

    progress.step(_("The police's event notices"))
    events, answer = fetch_events(fetcher, host)
    progress.done()
    file = folder / EVENTS
    before = read_archive(file.read_text(encoding="utf-8"), EVENTS) if file.is_file() else {}
    archive = added(before, of_places(events, (scope.name, scope.county_name)), answer.fetched)
    with part_in(folder) as part:
        part.write_text(archive_text(archive), encoding="utf-8")
        os.replace(part, file)
    new = len(archive) - len(before)
    told = ngettext("{n} new notice, {all} in {file}.", "{n} new notices, {all} in {file}.", new)
    print(printable(told.format(n=new, all=len(archive), file=file)))
    print(_("The notices are an editorial selection and never a measure of crime; their points are no places."))
    return 0
