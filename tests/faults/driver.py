"""Runs the command `tryggve` in processes of their own, in which something goes wrong at a chosen moment.

Started once: every run is a fork of this process, which has imported everything and opened nothing. A line of JSON on
standard input asks for runs at once (fields of `Run`, see `runs.py`); a line comes back with what became of each.
All faults come from outside: the product has no place made for them.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import partial
from typing import Any

import psycopg
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from tryggve.cli import main
from tryggve.store.database import connect, months
from tryggve.store.database.actions import count_rows, incident_rows
from tryggve.store.database.connect import Database
from tryggve.store.database.plain_errors import plain_errors

HANGS = 60
"""Seconds after which a run is taken to hang and is ended."""


class Moments:
    """Counts moments and lets something happen at one of them."""

    def __init__(self, at: int, event: Callable[[BaseDatabaseWrapper], object]) -> None:
        self.passed, self._at, self._event = 0, at, event
        self.connection: BaseDatabaseWrapper | None = None

    def next(self) -> None:
        self.passed += 1
        if self.passed == self._at and self.connection is not None:
            self._event(self.connection)

    def counted(self, rows: Iterable[Any]) -> Iterator[Any]:
        for row in rows:
            self.next()
            yield row


def die(_connection: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def terminate(connection: BaseDatabaseWrapper) -> None:
    """The server's administrator ends the session."""
    pid = connection.connection.info.backend_pid
    with psycopg.connect(os.environ["TRYGGVE_DATABASE_URL"], autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def event_of(run: dict[str, Any]) -> Callable[[BaseDatabaseWrapper], object]:
    events: dict[str, Callable[[BaseDatabaseWrapper], object]] = {
        "kill": die,
        "terminate": terminate,
        "limit": lambda _connection: limit_files(run),
        "pause": lambda _connection: time.sleep(run["seconds"]),
        # Immediate shutdown: the server leaves without tidying up, as in a power cut.
        "server": lambda _connection: (os.kill(run["server"], signal.SIGQUIT), time.sleep(0.05)),
    }
    return events[run["event"]]


def watch(run: dict[str, Any], moments: Moments) -> None:
    """Let moments be counted where the run says: at statements, rows and commits, or at steps of SQLite's machine."""

    def opened(connection: BaseDatabaseWrapper, **_: object) -> None:
        moments.connection = connection
        if run["pages"] is not None:
            with connection.cursor() as cursor:
                pages = cursor.execute("PRAGMA page_count").fetchone()[0] + run["pages"]
                cursor.execute(f"PRAGMA max_page_count = {pages}")
        if run["where"] == "machine":
            connection.connection.set_progress_handler(moments.next, run["every"])
        if run["where"] == "statement":
            connection.execute_wrappers.append(before)
            connection._commit = around(connection._commit)

    def before(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        moments.next()
        return execute(sql, moments.counted(params) if many else params, many, context)

    def around(commit: Callable[[], None]) -> Callable[[], None]:
        def committed() -> None:
            moments.next()
            commit()
            moments.next()

        return committed

    def inserted(insert: Callable[..., None], connection: BaseDatabaseWrapper, *told: Any) -> None:
        # COPY does not pass Django's wrappers.
        rows = moments.counted(told[-1]) if connection.vendor == "postgresql" else told[-1]
        insert(connection, *told[:-1], rows)

    connection_created.connect(opened, weak=False)
    if run["where"] == "statement":
        for module in (incident_rows, count_rows):
            module.insert = partial(inserted, module.insert)


def limit_files(run: dict[str, Any]) -> None:
    """No file grows past so many bytes: the kernel ends the process in the middle of a write, or refuses the write."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_DFL if run["deadly"] else signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (run["bytes"], run["bytes"]))


@contextmanager
def without_transaction(database: Database) -> Iterator[None]:
    with plain_errors(database.place):
        yield


@contextmanager
def without_lock(database: Database) -> Iterator[None]:
    with plain_errors(database.place), transaction.atomic(using=database.alias):
        yield


@contextmanager
def without_commit(database: Database) -> Iterator[None]:
    with plain_errors(database.place), transaction.atomic(using=database.alias):
        yield
        transaction.set_rollback(True, using=database.alias)


def plant(what: str) -> None:
    """Break the product on purpose: the tests must see it."""
    broken = {"no transaction": without_transaction, "no lock": without_lock, "no commit": without_commit}
    if what in broken:
        Database.writing = broken[what]  # type: ignore[method-assign]
    if what == "no sums":
        months.refresh = lambda database, days: None


def child(run: dict[str, Any], out: int, err: int, told: int) -> int:
    """One run; what happened of itself comes back as its exit status."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    signal.alarm(HANGS)
    os.environ.update(run["env"])
    if run["wait"] is not None:
        connect.LOCK_SECONDS = run["wait"]
    if run["cache"] is not None:
        connect._PRAGMAS += f"PRAGMA cache_size={run['cache']};"
    moments = Moments(run["at"], event_of(run))
    watch(run, moments)
    plant(run["plant"])
    time.sleep(run["delay"])
    if run["bytes"] is not None and run["event"] != "limit":
        limit_files(run)
    try:
        status = main(run["words"])
    except BaseException:
        traceback.print_exc()
        status = 99
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(told, str(moments.passed).encode())
    return status


def start(run: dict[str, Any]) -> tuple[int, list[int], float]:
    """A run in a process of its own; where its output can be read, and when it began."""
    pipes = [os.pipe() for _ in range(3)]
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os._exit(child(run, *(write for _read, write in pipes)))
    for _read, write in pipes:
        os.close(write)
    return pid, [read for read, _write in pipes], began


def ended(pid: int, ends: list[int], began: float) -> dict[str, Any]:
    """Wait for a run: its exit status, or minus the signal that ended it, and what it said."""
    said = []
    for end in ends:
        with open(end, "rb") as file:
            said.append(file.read().decode())
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    out, err, passed = said
    seconds = time.monotonic() - began
    return {"status": status, "out": out, "err": err, "passed": int(passed or 0), "seconds": seconds}


def serve(warm_up: list[list[str]]) -> None:
    """Answer requests until there are no more. The warm-up imports what the commands import when they need it."""
    importlib.import_module("django.db.backends.postgresql.base")
    with redirect_stdout(sys.stderr):
        done = [main(words) for words in warm_up]
    assert not any(done), "the warm-up failed"
    gc.disable()  # what a collection touches would be copied in every fork
    print("ready", flush=True)
    for line in sys.stdin:
        started = [start(run) for run in json.loads(line)]
        print(json.dumps([ended(*one) for one in started]), flush=True)


if __name__ == "__main__":
    serve(json.loads(sys.argv[1]))
