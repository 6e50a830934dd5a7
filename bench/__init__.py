"""Figures of this machine, measured side by side in one run: `make bench`. See `bench/README.md`."""
