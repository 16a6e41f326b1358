"""`python -m tryggve` is the command `tryggve`."""

import sys

from tryggve.cli import main

sys.exit(main())
