"""What is stored and how: SQLite, documents, the catalogue, the clock, tokens. Private."""
