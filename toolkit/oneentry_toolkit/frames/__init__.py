"""Converts pages of a list to columns and DataFrames. Private."""
