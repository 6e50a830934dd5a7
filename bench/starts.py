"""How long a sandbox takes to start with a large scenario file, against the built-in shop."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from .goals import Figure, ratio
from .runs import ROOT, environment, middle, say

PRODUCTS = 10_000
WANTED = 5.0


def measure(products: int = PRODUCTS, *, rounds: int) -> Figure:
    """Returns the ratio of both starts as processes, in turn; the first round does not count."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "shop.yaml"
        path.write_text("".join(_lines(products)), encoding="utf-8")
        commands: dict[str, Sequence[str]] = {"built-in": (), "scenario": ("--scenario", str(path))}
        took: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(rounds + 1):
            for name, arguments in list(commands.items())[:: 1 if number % 2 else -1]:
                seconds, found = _start(arguments)
                assert name == "built-in" or found == products, f"the sandbox has {found} products"
                if number:
                    took[name].append(seconds)
    for name, starts in took.items():
        say(f"  {name}: {middle(starts) * 1000:.0f} ms ({rounds} rounds)")
    title = f"a sandbox with a scenario file of {products:,} products starts, against the built-in shop"
    return ratio("scenario", title, took["scenario"], took["built-in"], WANTED)


def _lines(products: int) -> Iterator[str]:
    """Yields a scenario whose products have what those of a project have."""
    yield "title: Large\nlanguages: [en_US, de_DE]\ncurrency: EUR\npages: {shelf: {}, other: {parent: shelf}}\n"
    yield "forms: {checkout: {fields: {name: string}}}\nstorages: {shop: {form: checkout}}\nproducts:\n"
    for number in range(1, products + 1):
        yield (
            f"  - id: {number}\n"
            f"    title: {{en_US: Product {number}, de_DE: Produkt {number}}}\n"
            f"    price: {number % 900 + 0.95}\n"
            f"    sku: SKU-{number:06}\n"
            f"    pages: [{'shelf' if number % 3 else 'other'}]\n"
            f"    attributes: {{weight: {number % 70 + 1}, colour: {{values: {{en_US: red, de_DE: rot}}}}}}\n"
            f"    pictures: [https://files.example/product-{number}.png]\n"
        )


def _start(arguments: Sequence[str]) -> tuple[float, int]:
    """Seconds from nothing to a server that says that it is ready, and how many products it has."""
    command = [sys.executable, "-m", "oneentry_toolkit.cli", "sandbox", "--json", *arguments]
    begun = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            ready = json.loads(process.stdout.readline())
            return time.perf_counter() - begun, _products(ready)
        finally:
            process.terminate()


def _products(ready: dict[str, str]) -> int:
    connection = http.client.HTTPConnection(urlsplit(ready["url"]).netloc)
    headers = {"x-app-token": ready["app_token"], "content-type": "application/json"}
    connection.request("POST", "/api/content/products/all?limit=1", "[]", headers)
    total: int = json.loads(connection.getresponse().read())["total"]
    connection.close()
    return total
