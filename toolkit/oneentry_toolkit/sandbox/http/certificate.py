"""A certificate for the server, made when it starts and deleted when it stops."""

from __future__ import annotations

import importlib
import os
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from ..errors import SandboxError

_NAMES = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Certificate:
    """Files of a certificate.

    Attributes:
        chain: Path of the private key and the certificate; readable by the user of this process only.
        authority: Path of the authority's certificate, which clients have to trust.
    """

    chain: str
    authority: str


def make(host: str, opened: ExitStack) -> Certificate:
    """Makes an authority of its own, and a certificate of it for a host and for the names of this machine.

    Args:
        host: The address that the server listens on.
        opened: Deletes the files when it is closed.

    Raises:
        SandboxError: The library that makes certificates is not installed, or the files cannot be written.
    """
    try:
        trustme = importlib.import_module("trustme")
    except ModuleNotFoundError as error:
        raise SandboxError('tls needs trustme, which is not installed: pip install "trustme>=1.2"') from error
    try:
        folder = Path(tempfile.mkdtemp(prefix="oneentry-sandbox-"))  # mode 700
        # Not a TemporaryDirectory, which a forked child would delete.
        opened.callback(shutil.rmtree, folder, ignore_errors=True)
        authority = trustme.CA()
        names = [*_NAMES, *([host] if host and host not in _NAMES else [])]
        chain, trusted = folder / "server.pem", folder / "ca.pem"
        authority.issue_cert(*names).private_key_and_cert_chain_pem.write_to_path(os.fspath(chain))
        authority.cert_pem.write_to_path(os.fspath(trusted))
    except OSError as error:
        raise SandboxError(f"The files of a certificate cannot be written: {error}.") from error
    return Certificate(os.fspath(chain), os.fspath(trusted))
