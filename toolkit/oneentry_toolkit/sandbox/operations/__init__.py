"""What the API does: one handler an operation, and what several share. Private."""
