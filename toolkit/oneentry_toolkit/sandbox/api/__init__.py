"""From a request to an operation: the contract, who may, in which order. Private."""
