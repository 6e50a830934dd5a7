"""Fetches the files of Swagger UI that the sandbox's contract page is made of, through npm, and checks what came.

To take another version: change VERSION and INTEGRITY (``npm view swagger-ui-dist@X dist.integrity``), run this, run the
browser's tests. With --check nothing is written: the files are fetched and compared with what is here.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "5.35.0"
INTEGRITY = "sha512-U06rpMtW9V3XPGOBeamTUSr0Z09jMX4IJuANpE/EZbAhw0G8CgwrzU4YmXkn/h0wCDNsXdGarTNNHC3sU8yVUQ=="
FOLDER = Path(__file__).resolve().parents[1] / "toolkit" / "oneentry_toolkit" / "sandbox" / "pages" / "swagger_ui"
FILES = ["LICENSE", "NOTICE", "swagger-ui-bundle.js", "swagger-ui-bundle.js.LICENSE.txt", "swagger-ui.css"]
README = f"""# Swagger UI {VERSION}

These files are those of the npm package `swagger-ui-dist` {VERSION}, unchanged, under the Apache License 2.0
(`LICENSE`, `NOTICE`); what is bundled in `swagger-ui-bundle.js` is under the licences in
`swagger-ui-bundle.js.LICENSE.txt`. `tools/swagger_ui.py` fetches them. Never edit them.
"""


def fetch() -> dict[str, bytes]:
    """The files by name, as the registry that npm is set up with has them.

    Raises:
        SystemExit: npm failed, or gave another package than the one whose digest stands here.
    """
    with tempfile.TemporaryDirectory() as scratch:
        packed = subprocess.run(
            ["npm", "pack", "--silent", f"swagger-ui-dist@{VERSION}"], cwd=scratch, capture_output=True, text=True
        )
        if packed.returncode:
            sys.exit(f"npm pack failed:\n{packed.stderr}")
        archive = Path(scratch) / packed.stdout.split()[-1]
        kind, _, expected = INTEGRITY.partition("-")
        if base64.b64encode(hashlib.new(kind, archive.read_bytes()).digest()).decode() != expected:
            sys.exit(f"swagger-ui-dist {VERSION} is not the package that INTEGRITY names. Nothing was written.")
        with tarfile.open(archive) as package:
            members = {name: package.extractfile(f"package/{name}") for name in FILES}
            return {name: member.read() for name, member in members.items() if member} | {"README.md": README.encode()}


def main() -> None:
    """Writes or compares the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the files here are other ones")
    check = parser.parse_args().check
    files = fetch()
    if not check:
        FOLDER.mkdir(exist_ok=True)
        for name, content in files.items():
            (FOLDER / name).write_bytes(content)
    here = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.is_file()}
    if here != files:
        sys.exit(f"{FOLDER.name}: not the files of swagger-ui-dist {VERSION}: run tools/swagger_ui.py.")
    print(f"{FOLDER.name}: the files of swagger-ui-dist {VERSION}")


if __name__ == "__main__":
    main()
