"""How a request gets to OneEntry and its answer back: sending, retries, the sign-in, errors. Private."""
