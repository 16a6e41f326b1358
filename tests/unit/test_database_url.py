"""The address of a database, as people write it: what cannot be taken apart is refused, and nothing of it is shown."""

from __future__ import annotations

import pytest

from tryggve.domain.row_error import FileError
from tryggve.store.database.connect import connect
from tryggve.store.database.place import Place, address_of

SECRET = "hemligt"
SPILT = (
    f"postgresql://user:12345/{SECRET}@h/db",
    f"postgresql://user:{SECRET}/ligt@h/db",
    f"postgresql://user:[{SECRET}@h/db",
    f"postgresql://user:{SECRET}]@h/db",
    f"postgresql://user:1?{SECRET}@h/db",
    f"postgresql://user:1/2?{SECRET}@h/db",
    f"postgresql://user:1/2?{SECRET}=1",
    f"postgresql://user:1#{SECRET}@h/db",
    f"postgresql://user:1/2#{SECRET}@h/db",
    f"postgresql://user:{SECRET}@h:99999/db",
    f"postgresql://user:{SECRET}@h:port/db",
    f"postgresql://user:{SECRET}@h/db?isolation_level=abc",
    f"postgresql://user:{SECRET}@h/db?pool=1",
    f"postgresql://user:{SECRET}@h/db?options=-c%20x",
    f"postgresql://user:{SECRET}%00@h/db",
    f"postgresql://user:{SECRET}@h",
    f"postgresql://user:{SECRET}@h/",
    f"mysql://user:{SECRET}@h/db",
    f"{SECRET}",
)


@pytest.mark.parametrize("url", SPILT)
def test_what_cannot_be_taken_apart_is_refused_and_not_shown(url: str) -> None:
    place = Place(url=url)
    assert SECRET not in place.shown
    with pytest.raises(FileError) as refused:
        connect(place)
    assert SECRET not in str(refused.value)
    assert "user" not in place.shown


def test_special_signs_are_written_by_their_numbers() -> None:
    found = address_of("postgresql://us%40er:%2F%3F%23%40%5B%25@h:5433/d%20b?sslmode=verify-full&connect_timeout=3")
    assert (found.user, found.password, found.host, found.port, found.name) == ("us@er", "/?#@[%", "h", "5433", "d b")
    assert found.options == {"sslmode": "verify-full", "connect_timeout": "3"}
    assert Place(url="postgresql://user:p@ss@h/db").shown == "postgresql://h/db"
    assert address_of("postgresql:///db?host=/run/postgresql").host == "/run/postgresql"
