"""HTTP: the ASGI application, connections, the server in a thread or a process. Private."""
