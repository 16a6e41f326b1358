"""`tryggve lagesbild --kommun`: the two-year draft of any municipality from public figures alone."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from tryggve.cli.fetch import add_sources, gather, told_outcome
from tryggve.cli.place import now
from tryggve.cli.progress import Progress
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.visible_text import printable

if TYPE_CHECKING:
    from tryggve.ingest.figures.scope import Scope
    from tryggve.reports.municipal.before import Earlier
    from tryggve.reports.municipal.matter import Matter

DOCUMENT = "lagesbild.json"


def add_figures(parser: argparse.ArgumentParser) -> None:
    """The options of a lägesbild of public figures."""
    group = parser.add_argument_group(_("two-year draft from public figures, without reports"))
    group.add_argument(
        "--figures", type=Path, metavar=_("DIR"),
        help=_("figures that tryggve fetch has put here; where there are none they are fetched here"),
    )  # fmt: skip
    group.add_argument(
        "--offline-from", type=Path, metavar=_("DIR"),
        help=_("ask no source: read files in this folder, named as tryggve fetch --plan says"),
    )  # fmt: skip
    group.add_argument(
        "--files", dest="own_files", type=Path, metavar=_("DIR"),
        help=_("files that you have saved yourself, such as Brå's tables; what is not there is asked of the sources"),
    )  # fmt: skip
    group.add_argument(
        "--previous", type=Path, metavar=_("DIR"), help=_("folder of the draft before, to tell what changed since")
    )
    add_sources(parser)


def run_municipal(arguments: argparse.Namespace, formats: tuple[str, ...]) -> int:
    """Fetch what is missing, build, write; prints the paths."""
    from tryggve.ingest.figures.scope import scope_of
    from tryggve.reports.documents import write_documents
    from tryggve.reports.municipal.build import build
    from tryggve.reports.municipal.context import DraftRequest
    from tryggve.reports.municipal.evidence import write_evidence
    from tryggve.reports.tree import Audience

    _refuse_reports(arguments)
    scope = scope_of(arguments.kommun, now().year)
    previous = _previous(arguments.previous, scope)
    progress = Progress()
    matter = _matter(arguments, scope, progress)
    out = arguments.out or Path(f"lagesbild-{scope.code}")
    out.mkdir(parents=True, exist_ok=True)
    progress.step(_("Writing the figures behind"))
    write_evidence(matter, out, previous)
    progress.step(_("Counting and comparing"))
    situation = build(matter, DraftRequest(Audience(arguments.audience), previous))
    written = write_documents(
        situation, out, formats, progress=lambda name: progress.step(_("Writing {name}").format(name=name))
    )
    progress.done()
    for path in written:
        print(path)
    return 0


def _refuse_reports(arguments: argparse.Namespace) -> None:
    """Reports of events and public figures are two documents: no event beside a real municipality."""
    if arguments.files or arguments.store is not None or arguments.scope:
        raise FileError(
            _("With --kommun the lägesbild is made of public figures alone."),
            _("Leave out files, --store and --scope; or give --period instead of --kommun."),
        )


def _matter(arguments: argparse.Namespace, scope: Scope, progress: Progress) -> Matter:
    """The figures in the folder; fetched there first where it holds none."""
    from tryggve.ingest.figures.run import SUMMARY
    from tryggve.reports.municipal.matter import read_matter

    folder: Path = arguments.figures or Path(f"siffror-{scope.code}")
    if arguments.figures is None or not (folder / SUMMARY).is_file():
        folder.mkdir(parents=True, exist_ok=True)
        outcome = gather(arguments, folder, scope, progress, arguments.own_files)
        for line in told_outcome(outcome, folder, scope):
            progress.say(printable(line))
    matter = read_matter(folder)
    if matter.scope.code != scope.code:
        raise FileError(
            _("{folder} holds the figures of {name}.").format(folder=folder, name=matter.scope.name),
            _("Choose another folder with --figures, or the municipality that it holds."),
        )
    return matter


def _previous(folder: Path | None, scope: Scope) -> Earlier | None:
    """The document of the draft before."""
    if folder is None:
        return None
    from tryggve.reports.municipal.before import earlier_of

    path = folder / DOCUMENT if folder.is_dir() else folder
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FileError(
            _("{file} cannot be read: {reason}.").format(file=path, reason=error),
            _("Give the folder of a draft that was made with --format json, or without --format."),
        ) from None
    if not isinstance(found, dict) or "sections" not in found or "meta" not in found:
        raise FileError(_("{file} is no lägesbild.").format(file=path), _("Give the folder of a draft."))
    earlier = earlier_of(found)
    if earlier.scope != scope.code:
        raise FileError(
            _("{file} is no draft of {name}.").format(file=path, name=scope.name), _("Give the folder of a draft.")
        )
    return earlier
