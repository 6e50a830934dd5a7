"""Maps requests to operations: contract, access checks and their order. Private."""
