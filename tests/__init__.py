"""The tests; README.md says which kind goes where.

Before any of them: one set of Django settings per process, those of the web, which hold the store's too. What the
environment says for that moment is taken away again, so that commands started by tests get none of it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile

import django
from django.conf import settings

# Programs of the tests that are started by themselves (drivers, measured runs) need no web.
if "pytest" in sys.modules and not settings.configured:
    _folder = tempfile.mkdtemp(prefix="tryggve-web-")
    os.mkdir(os.path.join(_folder, "static"))
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    _ours = {"TRYGGVE_DATA": _folder, "TRYGGVE_EXAMPLE": "1", "DJANGO_SETTINGS_MODULE": "tests.web.settings"}
    _before = {name: os.environ.get(name) for name in (*_ours, "TRYGGVE_DATABASE_URL")}
    os.environ.pop("TRYGGVE_DATABASE_URL", None)
    os.environ |= _ours
    django.setup()
    for _name, _value in _before.items():
        if _value is None:
            os.environ.pop(_name, None)
        else:
            os.environ[_name] = _value
