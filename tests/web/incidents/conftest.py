"""Exempelkommunen with four square areas and three known places, one of them protected."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.web.conftest import AT, Installation
from tests.web.incidents.ground import add_ground


@pytest.fixture
def ground(installation: Installation) -> Installation:
    """The installation with somewhere to report from."""
    with installation.inside() as database:
        add_ground(database, AT)
    return installation


@pytest.fixture
def filled() -> Callable[..., dict[str, Any]]:
    """What a form holds: graffiti in the first area, now, unless said otherwise."""

    def make(**other: Any) -> dict[str, Any]:
        return {"id": str(uuid.uuid4()), "category": "klotter", "area": "A1", "when": "now", **other}

    return make
