"""``python -m oneentry_toolkit.cli``: the command ``oneentry``."""

from __future__ import annotations

import sys

from . import main

sys.exit(main())
