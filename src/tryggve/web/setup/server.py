"""The server: pages by granian, the background worker as a process beside it, both stopped together."""

from __future__ import annotations

import contextvars
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_THREADS = 8
_PATIENCE = 10.0
_RESTART_AFTER = 3.0


def free_port(host: str, port: int) -> int:
    """The port to listen on: the one asked for, or a free one for 0. FileError where somebody has it already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            raise FileError(
                _("Port {port} on {host} cannot be used: {reason}.").format(
                    port=port, host=host, reason=error.strerror or error
                ),
                _("Is Tryggve running already? Choose another port with --port."),
            ) from None
        return int(tried.getsockname()[1])


def address(host: str, port: int) -> str:
    """What to write in the browser."""
    shown = "localhost" if host in (*LOOPBACK, "0.0.0.0", "::") else host
    return f"http://{shown}:{port}"


def listen(*, host: str, port: int, workers: int, tell: Callable[[], object]) -> None:
    """Answer until told to stop; `tell` is called once it does."""
    server = Granian(
        "tryggve.web.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=workers,
        blocking_threads=_THREADS, websockets=False, log_level=LogLevels.error, respawn_failed_workers=True,
        workers_kill_timeout=int(_PATIENCE),
    )  # fmt: skip
    told_in = contextvars.copy_context()  # the language, which a thread of its own would not have
    threading.Thread(target=told_in.run, args=(_tell_when_open, host, port, tell), daemon=True).start()
    server.serve()


def _tell_when_open(host: str, port: int, tell: Callable[[], object]) -> None:
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    for _try in range(600):
        try:
            socket.create_connection((near, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            break
    tell()


@contextmanager
def worker_beside() -> Iterator[None]:
    """A background worker runs as a process of its own for the length of the block; one that dies is started again."""
    stop = threading.Event()
    keeper = threading.Thread(target=_keep, args=(stop,), name="keeps the worker", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join(_PATIENCE + 5)


def _keep(stop: threading.Event) -> None:
    while not stop.is_set():
        worker = subprocess.Popen([sys.executable, "-m", "tryggve", "worker", "--parent", str(os.getpid())])
        while worker.poll() is None and not stop.wait(0.2):
            pass
        if worker.poll() is None:
            _end(worker)
            return
        stop.wait(_RESTART_AFTER)


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.send_signal(signal.SIGTERM)
    try:
        worker.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
