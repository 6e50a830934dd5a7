"""Parsing and display of response values: amounts, times, translations. Private."""
