"""Learns anew how rare a signal is in the invented municipality, from its reports (`make example-calibration`).

Needed when the invented reports or the methods that look for signals change. The same reports give the same numbers.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any


def main(target: Path) -> None:
    """Make the invented municipality in a folder that is thrown away, replay its year and write what that taught."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TRYGGVE_DATA": folder, "DJANGO_SETTINGS_MODULE": "tryggve.web.settings"}
        import django

        django.setup()
        from django.utils import timezone

        from tryggve.domain.language import use_language
        from tryggve.web.setup import example, example_signals
        from tryggve.web.setup.ready import make_ready

        def learn(*, until: dt.date, **_said: Any) -> None:
            store, register = example_signals.DatabaseStore(example.here()), example_signals.register_of(example.here())
            learnt = example_signals.replay(example_signals.history_of(store, register), until, print)
            target.write_text(json.dumps(learnt, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

        example.learn = learn
        with use_language("sv"):
            make_ready(print)
            example.make_example(at=timezone.now(), progress=print, live=lambda *_said: None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
