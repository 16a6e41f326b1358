"""Runs the road in for one file after another, each in a process of its own, and tells what that took.

`python -m tests.acceptance.measured_run` reads a task (JSON) from each line of its input and answers with a line of
JSON. It loads the libraries once and forks for each task: a process costs milliseconds then, not half a second.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

ADDRESS_SPACE = 4 << 30
"""Bytes: what a process may ask for at all, so that a bomb takes no machine with it."""

CPU_SECONDS = 20
WALL_SECONDS = 60
SHOWN_ERRORS = 20
SHOWN_ROWS = 3
SHOWN_TEXT = 200

OUTSIDE = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn")
"""What no file may make the program do."""

Answer = dict[str, Any]


def incidents(path: Path, out: Path) -> Answer:
    """As `tryggve lagesbild` reads a file and gives back what did not go in."""
    from tryggve.ingest.read_in import read_in
    from tryggve.ingest.rejected import write_rejected

    got = read_in(
        [path], areas_path=None, reporters_path=None, profile=None, crs=None, zone=None, today=dt.date(2026, 1, 15),
        progress=lambda _text: None,
    )  # fmt: skip
    (table, errors) = got.tables_errors[0]
    returned = write_rejected(out, table, errors) if errors else 0
    return {
        "read": len(table) + len({error.row for error in table.errors}),
        "in": len(got.incidents) or len(got.counts),
        "returned": returned,
        "errors": [[error.row, error.column, error.value, error.what, error.how] for error in errors[:SHOWN_ERRORS]],
        "rows": [[text[:SHOWN_TEXT] for text in table.row(i).values()] for i in range(min(SHOWN_ROWS, len(table)))],
        "notes": [note[:SHOWN_TEXT] for note in got.notes],
    }


def areas(path: Path, _out: Path) -> Answer:
    """As `--areas` reads a file, with the choice of the store's coordinate system before it."""
    from tryggve.ingest.areas_file import read_areas
    from tryggve.ingest.store_crs import store_crs

    register = read_areas(path, crs=store_crs((), path))
    return {"in": len(register.areas), "notes": [note[:SHOWN_TEXT] for note in register.notes]}


def command(path: Path, out: Path) -> Answer:
    """The command itself; it answers on the screen."""
    from tryggve.cli import main

    return {"status": main(["lagesbild", str(path), "--period", "2025-03", "--out", str(out), "--format", "json"])}


ROADS = {"incidents": incidents, "areas": areas, "command": command}


def answer(task: dict[str, str]) -> Answer:
    """What came of a task: `FileError` is an answer, every other exception a fault."""
    from tryggve.domain.language import use_language
    from tryggve.domain.row_error import FileError

    try:
        with use_language(task["language"]):
            return ROADS[task["road"]](Path(task["path"]), Path(task["out"]))
    except FileError as error:
        return {"what": error.what, "how": error.how}
    except BaseException as error:
        return {"fault": f"{type(error).__name__}: {error}"[:500]}


def _refuse_outside(event: str, arguments: tuple[Any, ...]) -> None:
    if event in OUTSIDE:
        raise AssertionError(f"{event} {arguments}")


def _run(task: dict[str, str], pipe: int) -> None:
    """The life of the forked process."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(WALL_SECONDS)
    sys.addaudithook(_refuse_outside)
    with open(task["log"], "wb") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    begin = time.perf_counter()
    found = answer(task)
    sys.stdout.flush()
    sys.stderr.flush()
    found["wall"] = time.perf_counter() - begin
    with os.fdopen(pipe, "wb") as stream:
        stream.write(json.dumps(found).encode())


def measured(task: dict[str, str]) -> Answer:
    """The answer of a process of its own, with its peak of memory (MB) and processor time (s)."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            _run(task, writing)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        told = stream.read()
    _child, status, usage = os.wait4(child, 0)
    found: Answer = json.loads(told) if told else {"fault": f"died: signal {os.WTERMSIG(status)}"}
    return found | {"peak": _megabytes(usage), "cpu": usage.ru_utime + usage.ru_stime}


def _megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def shared_pages(folder: str) -> float:
    """MB of libraries that a forked process has but is not charged for; a process on its own is."""
    nothing = {"road": "incidents", "language": "en", "path": folder, "out": folder, "log": os.devnull}
    return _own_peak() - float(measured(nothing)["peak"])


def _own_peak() -> float:
    """MB. On Linux what `getrusage` says of a process begins at the size of whoever started it, which may be large."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return _megabytes(resource.getrusage(resource.RUSAGE_SELF))


def main() -> None:
    """Answer tasks until the input ends."""
    for library in ("duckdb", "python_calamine", "shapely", "tryggve.ingest.read_in", "tryggve.cli.lagesbild"):
        importlib.import_module(library)
    shared = shared_pages(str(Path.cwd()))
    for line in sys.stdin:
        found = measured(json.loads(line))
        print(json.dumps(found | {"peak": found["peak"] + shared}), flush=True)


if __name__ == "__main__":
    main()
