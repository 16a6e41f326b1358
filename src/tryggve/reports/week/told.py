"""What other organisations are told of: the whole catalog's, so that a list of it tells nothing of who reported."""

from __future__ import annotations

from tryggve.domain.category import categories, is_set_apart
from tryggve.domain.organisation import is_sensitive, organisation_kinds


def told_categories() -> tuple[str, ...]:
    """All kinds of events that readers of facts may be told of."""
    return tuple(code for code in categories() if not is_set_apart(code))


def fine_kinds() -> tuple[str, ...]:
    """All kinds of organisations whose reports may be shown by hour and point."""
    return ("", *(code for code in organisation_kinds() if not is_sensitive(code)))
