"""Words of forms: declared once, said in the language of whoever reads them."""

from __future__ import annotations

from django.utils.functional import lazy

from tryggve.domain.language import _

said = lazy(_, str)
"""`said(N_("Name"))`: a label that is translated when it is shown."""
