"""`python -m oneentry_toolkit.sandbox`."""

from __future__ import annotations

import argparse
import sys

from .http import command

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m oneentry_toolkit.sandbox", description=command.DESCRIPTION)
    command.add_arguments(parser)
    sys.exit(command.main(parser.parse_args()))
