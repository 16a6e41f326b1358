"""An import into a store on a server: the client is killed, its session ended, the server goes down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.faults.conftest import Moments
from tests.faults.material import Material
from tests.faults.runs import Driver
from tests.faults.scene import OnServer, Scene
from tests.stores import Postgres, run_on, throw_away_server
from tryggve.domain.language import _

pytestmark = pytest.mark.postgres


def test_killed(on_server: Scene, moments: Moments) -> None:
    last = on_server.moments(where="statement")
    outcomes = moments.try_each(
        [*moments.spread(1, last - 2), last],
        lambda at, whole: on_server.after_fault(on_server.second(where="statement", at=at), whole=whole),
    )
    assert set(outcomes) == {"killed: before", "killed: after"}
    assert outcomes["killed: after"] == 1


def test_the_session_is_ended(on_server: Scene, moments: Moments) -> None:
    fault: dict[str, Any] = {"where": "statement", "event": "terminate"}
    last = on_server.moments(where="statement")
    outcomes = moments.try_each(
        [*moments.spread(1, last - 1), last],
        lambda at, whole: on_server.after_fault(on_server.second(**fault, at=at), whole=whole),
    )
    assert outcomes["refused: before"] >= len(outcomes) - 1
    store = on_server.fresh()
    [ended] = on_server.driver.run(on_server.second(**fault, at=last // 2)(store))
    assert _("No contact with the database {place}.").format(place=store.place.shown) in ended.err


@pytest.fixture
def own_server() -> Iterator[Any]:
    """A server that may be pulled down."""
    with throw_away_server() as server:
        yield server


def test_the_server_goes_down(
    own_server: Any, driver: Driver, material: Material, moments: Moments, tmp_path_factory: pytest.TempPathFactory
) -> None:
    uri = str(own_server.get_uri())
    postgres = Postgres(run_on(uri), lambda name: uri.replace("/postgres?", f"/{name}?"), "tryggve")
    scene = Scene(OnServer(postgres, tmp_path_factory.mktemp("out")), driver, material)
    last = scene.moments(where="statement")

    def fault(at: int, whole: bool) -> str:
        store = scene.fresh()
        # Sequences of a copied database fall back when the server crashes before the next checkpoint.
        own_server.psql("CHECKPOINT;")
        down = scene.second(where="statement", at=at, event="server", server=own_server.get_pid())(store)
        [ended] = driver.run(down)
        own_server.ensure_postgres_running()
        return scene.judged(store, ended, whole=whole)

    # The first questions are asked before the import begins, outside its transaction.
    outcomes = moments.try_each([*range(1, 8), *moments.spread(8, last - 1), last], fault)
    assert set(outcomes) <= {"refused: before", "refused: after", "done: after"}
    assert outcomes["refused: before"]
