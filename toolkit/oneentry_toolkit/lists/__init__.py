"""Pagination of lists: page order, parallel fetching and missing items. Private."""
