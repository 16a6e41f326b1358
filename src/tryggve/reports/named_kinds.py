"""Which kinds of organisations may be named, so that none of them points at one organisation."""

from __future__ import annotations

from tryggve.domain.access import FEWEST_OF_A_KIND


def named_kinds(sizes: dict[str, int]) -> tuple[list[str], list[str]]:
    """The kinds to name and those under Other, which takes in the smallest kinds until it too has enough."""
    named = sorted((kind for kind, n in sizes.items() if n >= FEWEST_OF_A_KIND), key=lambda kind: (-sizes[kind], kind))
    other = sorted(set(sizes) - set(named))
    while other and named and sum(sizes[kind] for kind in other) < FEWEST_OF_A_KIND:
        other.append(named.pop())
    return named, other
