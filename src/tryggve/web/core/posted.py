"""What a form is bound to: a POST, also one without a single field, and nothing else."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """The fields that were sent; None where the page is only read, so that a form stands there without faults."""
    return request.POST if request.method == "POST" else None
