"""Storage: SQLite, documents, catalogue, clock and tokens. Private."""
