"""The way to a cluster: reached, with workers, and with the same versions as here, or a clear word of what is wrong."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import urlsplit

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError

SAME = ("tryggve", "numpy", "scipy", "numba", "distributed")
"""Packages that must have the same version here and on every worker: they decide what comes out."""

_SCHEMES = ("tcp", "tls")


class ClusterError(FileError):
    """The cluster cannot do the work: what is wrong, and what to do."""


@contextmanager
def connected(address: str, timeout: float, patience: float) -> Iterator[Any]:
    """A client of the cluster, closed in the end. ClusterError where it cannot be used."""
    client = _client(address, timeout)
    # What goes wrong is told by our errors; Dask would write its own traces between them.
    log = logging.getLogger("distributed.client")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        try:
            _wait_for_workers(client, address, patience)
            _check_versions(client)
        except OSError as error:
            raise _silent(address) from error
        yield client
    finally:
        client.close()
        log.setLevel(level)


def no_workers(address: str) -> ClusterError:
    """What is said of a cluster without workers."""
    return ClusterError(
        _("The cluster {address} has no workers.").format(address=address),
        _("Start some and run the same line again: dask worker {address}.").format(address=address),
    )


def _client(address: str, timeout: float) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(
            _("The package for clusters is not installed."), _("Install it: pip install 'tryggve[cluster]'.")
        ) from None
    host, port = _host_and_port(address)
    try:
        # Dask tries again until the time is out; whether anything listens is known at once.
        socket.create_connection((host, port), timeout).close()
        # In a thread of its own: the caller's may run a loop already, as notebooks do.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _greet(address, timeout)).result()
        return Client(address, timeout=timeout, set_as_default=False)
    except (OSError, TimeoutError, TypeError, ValueError) as error:
        raise _silent(address) from error


async def _greet(address: str, timeout: float) -> None:
    """Shake hands with the scheduler; Dask's client alone would wait for ever for one that says nothing."""
    from distributed.comm import connect
    from distributed.security import Security

    async def greet() -> None:
        comm = await connect(address, timeout=timeout, **Security().get_connection_args("client"))
        await comm.close()

    await asyncio.wait_for(greet(), timeout)


def _host_and_port(address: str) -> tuple[str, int]:
    try:
        parts = urlsplit(address)
        if parts.scheme in _SCHEMES and parts.hostname and parts.port:
            return parts.hostname, parts.port
    except ValueError:
        pass
    raise ClusterError(
        _("{address} is no address of a cluster.").format(address=address),
        _("Write it as tcp://HOST:8786, or tls://HOST:8786."),
    )


def _silent(address: str) -> ClusterError:
    advice = _("Check the address and that the scheduler runs: dask scheduler.")
    if address.startswith("tls"):
        advice += " " + _("For tls:// Dask needs certificates in its settings, here and there.")
    return ClusterError(_("The cluster {address} does not answer.").format(address=address), advice)


def _wait_for_workers(client: Any, address: str, patience: float) -> None:
    try:
        client.wait_for_workers(1, timeout=patience)
    except TimeoutError:
        raise no_workers(address) from None


def here(package: str) -> str:
    """The version of a package on this machine."""
    return version(package)


def _check_versions(client: Any) -> None:
    for package in SAME:
        own = here(package)
        # A worker that is lost at this moment says nothing of its versions: that is no difference.
        there = client.run(version, package, on_error="return").values()
        said = [_("none") if isinstance(one, PackageNotFoundError) else one for one in there]
        other = next((one for one in said if isinstance(one, str) and one != own), None)
        if other is not None:
            raise ClusterError(
                _("The workers of the cluster have another {package}: {there}, here {here}.").format(
                    package=package, there=other, here=own
                ),
                _("Install the same version everywhere: the answer must not depend on where it is made."),
            )
