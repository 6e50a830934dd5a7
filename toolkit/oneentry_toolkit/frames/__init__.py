"""Pages to columns to a DataFrame, for any list. Private."""
