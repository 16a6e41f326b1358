"""`tryggve serve` as people run it: it answers, tells the code, and stops whole."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tryggve.cli import main

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("TRYGGVE_", "DJANGO_"))}


def run(*words: str, **other: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tryggve", "--lang", "en", *words], capture_output=True, text=True, timeout=60,
        env=ENVIRONMENT | other, check=False,
    )  # fmt: skip


def workers_of(server: int) -> int:
    """The background workers that belong to a server, as the system lists them (Linux)."""
    wanted = f"\0worker\0--parent\0{server}\0".encode()
    return sum(wanted in file.read_bytes() for file in Path("/proc").glob("[0-9]*/cmdline") if file.exists())


def test_it_answers_and_stops_with_its_worker(tmp_path: Path) -> None:
    data = tmp_path / "data"
    server = subprocess.Popen(
        [sys.executable, "-m", "tryggve", "--lang", "en", "serve", "--port", "0", "--data", str(data)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=ENVIRONMENT,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        told = ""
        while "kod=" not in told:
            line = server.stdout.readline()
            assert line, told
            told += line
        link = re.search(r"http://localhost:\d+/start/\?kod=[\w-]+", told)
        assert link is not None, told
        page = urllib.request.urlopen(link[0], timeout=20).read().decode()
        assert 'name="kod"' in page
        port = link[0].split(":")[2].split("/")[0]
        again = run("serve", "--port", port, "--data", str(data), "--add-municipality")
        assert (again.returncode, again.stdout.count("kod=")) == (0, 1), again.stderr
        with pytest.raises(urllib.error.HTTPError):  # the code before holds no longer
            urllib.request.urlopen(link[0], timeout=20)
        assert workers_of(server.pid) == 1 or not Path("/proc/self").exists()
    finally:
        server.send_signal(signal.SIGTERM)
        rest, _none = server.communicate(timeout=30)
    assert server.returncode == 0
    assert "Stopped." in rest
    assert oct(data.stat().st_mode)[-3:] == "700"
    assert workers_of(server.pid) == 0


def test_refusals_in_plain_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = run("serve", "--port", str(port), "--data", str(tmp_path / "a"))
    assert told.returncode == 1
    assert "--port" in told.stderr
    assert "Traceback" not in told.stderr
    for words, other in ((["--host", "0.0.0.0"], {}), ([], {"TRYGGVE_ALLOWED_HOSTS": "x.example"})):
        told = run("serve", "--example", "--data", str(tmp_path / "b"), *words, **other)
        assert told.returncode == 1
        assert "this machine alone" in told.stderr
    assert not (tmp_path / "b").exists()
    told = run("worker", "--once", "--data", str(tmp_path / "c"))
    assert (told.returncode, "tryggve serve" in told.stderr) == (1, True)
    told = run("doctor", "--format", "json", "--data", str(tmp_path / "d"))
    assert told.returncode == 1
    with pytest.raises(SystemExit):
        main(["serve", "--port", "99999"])
    assert "65535" in capsys.readouterr().err
