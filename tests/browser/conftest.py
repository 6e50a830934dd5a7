"""Chromium, headless, a shop to pay in, and Jupyter. Nothing is skipped: what is missing says how to install it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page

from oneentry_toolkit.sandbox import Sandbox

from .customer import APP, PATIENCE_MS, Customer
from .jupyter import Jupyter, launch_chromium, run_all, serve_jupyter

AXE = Path(__file__).parents[1] / "js" / "node_modules" / "axe-core" / "axe.min.js"
DEVICE = {"fingerprint": "UQ_browser", "deviceInfo": {"os": "Linux", "browser": "Chromium", "location": "en-US"}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. One per module: Playwright's loop must not outlive it in the thread."""
    with launch_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker's source."""
    if not AXE.exists():
        pytest.fail("axe-core is not installed: run `make setup` and `make test`, or `npm ci --prefix tests/js`.")
    return str(AXE)


@dataclass
class Shop:
    """A running sandbox, the demo user's client, and the shop's own site that customers return to."""

    sandbox: Sandbox
    site: str
    http: httpx.Client = field(repr=False)

    def json(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.http.request(method, path, **({} if body is None else {"json": body}))
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def order(self, *products: tuple[int, int], account: str = "stripe") -> tuple[int, int, str]:
        """A new order with a payment session: order id, session id, address of the payment page."""
        body = {
            "formIdentifier": "order",
            "paymentAccountIdentifier": account,
            "formData": {"en_US": [{"type": "string", "marker": "name", "value": "Christina Thomas"}]},
            "products": [{"productId": product, "quantity": count} for product, count in products or [(14, 1), (6, 2)]],
        }
        order = self.json("POST", "/orders-storage/marker/orders/orders", body)["id"]
        session = self.json("POST", "/payments/sessions", {"orderId": order, "type": "session"})
        return order, session["id"], session["paymentUrl"]

    def state(self, order: int, session: int) -> tuple[str, bool | None]:
        """The session's status and whether the order is paid, as the API answers them."""
        status = self.json("GET", f"/payments/sessions/{session}")["status"]
        return status, self.json("GET", f"/orders-storage/marker/orders/orders/{order}")["isCompleted"]


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """A sandbox whose Stripe account sends customers back to a site of its own, on another port."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = b"<!doctype html><html lang=en><title>My shop</title><h1>My shop</h1><link rel=icon href=data:,>"
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    serving = threading.Thread(target=site.serve_forever)
    serving.start()
    address = f"http://127.0.0.1:{site.server_port}"
    try:
        with Sandbox(paypal_delay_s=0) as sandbox:
            settings = sandbox.instance.catalogue.accounts.by_identifier["stripe"].body["testSettings"]
            settings |= {"successUrl": f"{address}/thanks?from=pay", "cancelUrl": f"{address}/basket"}
            headers = {"x-app-token": sandbox.app_token, "x-device-metadata": json.dumps(DEVICE)}
            with httpx.Client(base_url=f"{sandbox.url}/api/content", headers=headers, timeout=30) as http:
                shop = Shop(sandbox, address, http)
                entries = {"email_reg": sandbox.user, "password_reg": sandbox.password}
                body = {"authData": [{"marker": marker, "value": value} for marker, value in entries.items()]}
                pair = shop.json("POST", "/users-auth-providers/marker/email/users/auth", body)
                http.headers["authorization"] = f"Bearer {pair['accessToken']}"
                yield shop
    finally:
        site.shutdown()
        serving.join()
        site.server_close()


@pytest.fixture
def open_page(browser: Browser, shop: Shop) -> Iterator[Callable[..., Page]]:
    """Opens an address in a window of its own; at the end no request went to anybody else, and nothing was blocked."""
    windows, strangers, complaints = [], [], []

    def heard(message: Any) -> None:
        if message.type in ("error", "warning") and "the server responded with a status of" not in message.text:
            complaints.append(message.text)

    def make(url: str, *, init_script: str | None = None, **options: Any) -> Page:
        window = browser.new_context(**({"viewport": {"width": 1100, "height": 900}} | options))
        windows.append(window)
        if init_script is not None:
            window.add_init_script(path=init_script)
        page = window.new_page()
        own = {urlsplit(shop.sandbox.url).netloc, urlsplit(shop.site).netloc}
        page.on("request", lambda sent: urlsplit(sent.url).netloc in {*own, ""} or strangers.append(sent.url))
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url)
        return page

    yield make
    for window in windows:
        window.close()
    assert strangers == []
    assert complaints == []


SAVE_WIDGETS = {"@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True}}
# Voila's page asks these hosts for an icon font and for formulas, and does without them offline.
VOILA_ASKS = {"cdn.jsdelivr.net", "cdnjs.cloudflare.com"}


@pytest.fixture(scope="module")
def jupyter(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """One server for all notebooks of a module; its kernels find the shop, and saved notebooks hold widget state."""
    environment = {"ONEENTRY_URL": shop.sandbox.url, "ONEENTRY_APP_TOKEN": shop.sandbox.app_token}
    folder = tmp_path_factory.mktemp("jupyter")
    with serve_jupyter(folder, environment=environment, lab_settings=SAVE_WIDGETS) as jupyter:
        yield jupyter


@pytest.fixture
def open_app(browser: Browser, shop: Shop, jupyter: Jupyter) -> Iterator[Callable[..., Customer]]:
    """Opens a notebook with the app in it and runs it; at the end no request went to anybody else.

    JupyterLab also has nothing to complain of; the others complain of their own affairs.
    """
    windows, strangers, complaints = [], [], []

    def make(front_end: str = "lab", code: str = APP, *, init_script: str | None = None) -> Customer:
        own = {urlsplit(address).netloc for address in (shop.sandbox.url, shop.site, jupyter.url)}
        window = browser.new_context(viewport={"width": 1100, "height": 1000}, reduced_motion="reduce")
        windows.append(window)
        window.set_default_timeout(PATIENCE_MS)
        if front_end == "voila":
            own |= VOILA_ASKS
            for host in VOILA_ASKS:
                window.route(f"https://{host}/**", lambda route: route.abort())
        window.on("request", lambda sent: urlsplit(sent.url).netloc in {*own, ""} or strangers.append(sent.url))
        if init_script is not None:
            window.add_init_script(path=init_script)
        page = window.new_page()
        if front_end == "lab":
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        name = jupyter.write(code)
        page.goto(jupyter.address(front_end, name))
        if front_end != "voila":
            run_all(page)
        return Customer(page, notebook=name)

    yield make
    for window in windows:
        window.close()
    jupyter.end_kernels()
    assert strangers == []
    assert complaints == []
