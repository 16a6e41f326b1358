"""Who sent a report, sealed: AES-GCM of the account with the report's own id, so that no two links can change places.

The key is a file of the installation: whoever has a copy of the database alone cannot open a link.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from tryggve.web.env import key

KEY = "link"
"""The name of the key file."""

_NONCE = 12


def seal(report: uuid.UUID, account: int) -> bytes:
    """The account of a report, closed."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _lock(settings.DATA).encrypt(nonce, account.to_bytes(8, "big"), report.bytes)


def account_of(report: uuid.UUID, sealed: bytes | memoryview) -> int | None:
    """The account; None where the link is cut, was made for another report, or with another key."""
    closed = bytes(sealed)
    try:
        opened = _lock(settings.DATA).decrypt(closed[:_NONCE], closed[_NONCE:], report.bytes)
    except (InvalidTag, ValueError):
        return None
    return int.from_bytes(opened, "big")


def owner(account: int, slug: str) -> str:
    """How a phone marks whose its unsent reports are, without a name or a number."""
    return hmac.new(_key(settings.DATA), f"queue {slug} {account}".encode(), hashlib.sha256).hexdigest()[:24]


@lru_cache(maxsize=8)
def _key(data: Path) -> bytes:
    return hashlib.sha256(key(data, KEY).encode("ascii")).digest()


@lru_cache(maxsize=8)
def _lock(data: Path) -> AESGCM:
    return AESGCM(_key(data))
