"""The control room: outcomes, faults, clocks and counters, from Python and over HTTP. Private."""
