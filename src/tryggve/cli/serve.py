"""`tryggve serve`: the web, with its background worker, by one command."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import nullcontext
from pathlib import Path

from tryggve.cli.installation import DATA, EXAMPLE, add_data, enter
from tryggve.cli.past import positive
from tryggve.cli.place import URL, now
from tryggve.cli.progress import Progress
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError

EXAMPLE_FOLDER = Path("build") / "serve"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve serve`."""
    parser.add_argument(
        "--example", action="store_true", help=_("serve the invented municipality, with an account for each role")
    )
    parser.add_argument("--port", type=_port, default=8000, metavar=_("NUMBER"), help=_("port (default 8000; 0: any)"))
    parser.add_argument(
        "--host", default="127.0.0.1", metavar=_("ADDRESS"),
        help=_("address to listen on (default 127.0.0.1: this machine alone)"),
    )  # fmt: skip
    add_data(parser)
    parser.add_argument(
        "--workers", type=positive, metavar=_("NUMBER"),
        help=_("processes that answer (default 1 with SQLite, 2 with PostgreSQL)"),
    )  # fmt: skip
    parser.add_argument(
        "--add-municipality",
        action="store_true",
        help=_("print a code that opens the set-up of another municipality"),
    )


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(_("give a number from 0 to 65535"))
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Prepare, start the worker, tell the address, answer until stopped."""
    _choose_example(arguments)
    enter(arguments)
    from tryggve.web.setup import server
    from tryggve.web.setup.ready import make_ready

    try:
        port = server.free_port(arguments.host, arguments.port)
    except FileError:
        if not arguments.add_municipality:
            raise
        return _let_in_by_the_running_server(arguments, server.address(arguments.host, arguments.port))
    progress = Progress()
    make_ready(progress.step)
    if arguments.example:
        _make_example(progress)
    progress.done()
    code = _code(arguments)
    workers = arguments.workers or (2 if os.environ.get(URL) else 1)

    def tell() -> None:
        _tell(arguments, server.address(arguments.host, port), code)

    with nullcontext() if os.environ.get(URL) else server.worker_beside():
        server.listen(host=arguments.host, port=port, workers=workers, tell=tell)
    print(_("Stopped."), flush=True)
    return 0


def _let_in_by_the_running_server(arguments: argparse.Namespace, address: str) -> int:
    """The server is up already: it lets in whoever has the new code."""
    from tryggve.web.setup.ready import refuse_mixing, refuse_unready

    refuse_unready()
    refuse_mixing()
    _tell_code(address, _code(arguments))
    return 0


def _tell_code(address: str, code: str) -> None:
    print(_("Set up the municipality here (works once, for 24 hours):"))
    print(f"  {address}/start/?kod={code}", flush=True)


def _choose_example(arguments: argparse.Namespace) -> None:
    """The example's passwords stand in the README: it is reached from this machine alone."""
    if not arguments.example:
        if os.environ.get(EXAMPLE):
            raise FileError(
                _("{variable} is set without --example.").format(variable=EXAMPLE), _("Take it away, or add --example.")
            )
        return
    if arguments.host not in _LOOPBACK or os.environ.get("TRYGGVE_ALLOWED_HOSTS"):
        raise FileError(
            _("The example is served to this machine alone: its passwords are known to all."),
            _("Leave out --host and TRYGGVE_ALLOWED_HOSTS."),
        )
    if os.environ.get(URL) or arguments.add_municipality:
        raise FileError(
            _("The example lies in a folder of its own."),
            _("Leave out {url} and --add-municipality.").format(url=URL),
        )
    os.environ[EXAMPLE] = "1"
    if arguments.data is None and not os.environ.get(DATA):
        arguments.data = EXAMPLE_FOLDER


def _make_example(progress: Progress) -> None:
    from tryggve.web.example_week import live
    from tryggve.web.setup.example import BEGUN, make_example

    make_example(at=BEGUN, progress=progress.step, live=live)


def _tell(arguments: argparse.Namespace, address: str, code: str) -> None:
    from django.conf import settings

    print(_("Tryggve answers at {address} (stop with Ctrl-C).").format(address=address))
    print(_("The data lie in {folder}.").format(folder=settings.DATA))
    if arguments.example:
        from tryggve.web.setup.example_people import told_logins

        print(told_logins())
    elif code:
        _tell_code(address, code)
    if os.environ.get(URL):
        print(_("Background work is done by tryggve worker, in a process of its own."))
    if arguments.host not in _LOOPBACK:
        print(
            _(
                "Others can reach this address. Put a reverse proxy with TLS in front, and set TRYGGVE_ALLOWED_HOSTS "
                "and TRYGGVE_TRUSTED_PROXY: without it passwords travel in the open."
            ),
            file=sys.stderr,
        )
    sys.stdout.flush()


def _code(arguments: argparse.Namespace) -> str:
    """A code that opens the set-up, where there is something to set up; "" else."""
    from django.conf import settings

    from tryggve.web.accounts.models import Municipality
    from tryggve.web.setup.ready import let_go
    from tryggve.web.setup.token import new_token

    wanted = not arguments.example and (arguments.add_municipality or not Municipality.objects.exists())
    let_go()
    return new_token(settings.DATA, at=now()) if wanted else ""
