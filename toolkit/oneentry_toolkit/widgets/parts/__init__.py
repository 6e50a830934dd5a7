"""Building blocks of the widgets. Private."""
