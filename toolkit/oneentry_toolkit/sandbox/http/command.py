"""The command line of `oneentry sandbox` and `python -m oneentry_toolkit.sandbox`."""

from __future__ import annotations

import argparse
import json
import sys

from ..data.options import Options
from ..errors import SandboxError
from .server import Sandbox, serve

DESCRIPTION = "Serve a OneEntry sandbox: a small shop with two years of orders, on this machine, until Ctrl-C."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the sandbox's arguments to a parser."""
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    add("--port", type=int, default=0, help="port to listen on; 0 takes a free one (default: %(default)s)")
    add("--db", metavar="FILE", help="keep the shop in this SQLite file (default: in memory)")
    add("--scenario", metavar="FILE", help="a file that describes the shop (default: the built-in shop)")
    add("--orders", type=int, default=0, metavar="N", help="add N generated orders to the demo user of a new shop")
    add("--seed", type=int, default=1, metavar="N", help="seed of a new shop; the same seed makes the same shop")
    add("--clock", choices=("scenario", "real"), help="the scenario's clock or the time of day (default: scenario)")
    add(
        "--json",
        action="store_true",
        help="print one line of JSON when ready: url, app_token, user, password; with --tls also ca_file",
    )
    switches = parser.add_argument_group("switches", "ways in which real servers differ, and lifetimes")
    add = switches.add_argument
    add(
        "--page-cap",
        type=int,
        metavar="N",
        help="lists give out N records at most, silently; 10 is what a new live project does (default: no cap)",
    )
    add("--access-token-ttl-s", type=int, metavar="S", help="lifetime of access tokens (default: the provider's)")
    add("--refresh-token-ttl-s", type=int, metavar="S", help="lifetime of refresh tokens (default: the provider's)")
    add("--code-ttl-s", type=int, metavar="S", help="lifetime of one-time codes (default: the provider's)")
    add("--code-reissue-s", type=int, default=30, metavar="S", help="no second code within S (default: %(default)s)")
    add("--paypal-delay-s", type=float, default=3.0, metavar="S", help="until the link shows (default: %(default)s)")
    add("--latency-ms", type=int, default=0, metavar="MS", help="hold every answer back (default: %(default)s)")
    add("--localization", choices=("keyed", "flat"), default="keyed", help="shape of localised members")
    add("--sessions-by-order", choices=("object", "array"), default="object", help="shape of sessions/order/{id}")
    add("--order-list", choices=("newest_first", "oldest_first"), default="newest_first", help="order of the lists")
    add("--payment-stages", choices=("none", "in_turn", "ahead"), default="none", help="products paid in stages")
    add("--account-types", choices=("sdk", "all"), default="sdk", help="types of the payment accounts of a new shop")
    add("--provider-config", choices=("numbers", "text"), default="numbers", help="types in a provider's config")
    add(
        "--device-metadata",
        choices=("required", "optional"),
        default="required",
        help="optional for SDKs before 1.0.130",
    )
    add(
        "--guest-id",
        choices=("minted", "required"),
        default="minted",
        help="required: no cart without x-guest-id",
    )
    add("--strict-credentials", action="store_true", help="refuse login and password in formData")
    add("--strict-filters", action="store_true", help="refuse product filters that are not known")
    add("--strict-phones", action="store_true", help="refuse phones in notificationData, as the newest servers do")
    add("--tls", action="store_true", help="serve HTTPS with a certificate made at the start (needs trustme)")
    add("--check-answers", action="store_true", help="check every answer against the contract")


def main(args: argparse.Namespace) -> int:
    """Serves until SIGINT or SIGTERM; returns 0 then, 2 if it could not start."""
    try:
        options = Options(
            db=args.db,
            scenario=args.scenario,
            orders=args.orders,
            seed=args.seed,
            clock=args.clock,
            page_cap=args.page_cap,
            access_token_ttl_s=args.access_token_ttl_s,
            refresh_token_ttl_s=args.refresh_token_ttl_s,
            code_ttl_s=args.code_ttl_s,
            code_reissue_s=args.code_reissue_s,
            paypal_delay_s=args.paypal_delay_s,
            latency_ms=args.latency_ms,
            localization=args.localization,
            sessions_by_order=args.sessions_by_order,
            payment_stages=args.payment_stages,
            account_types=args.account_types,
            provider_config=args.provider_config,
            device_metadata=args.device_metadata,
            guest_id=args.guest_id,
            strict_credentials=args.strict_credentials,
            strict_filters=args.strict_filters,
            strict_phones=args.strict_phones,
            order_list=args.order_list,
            tls=args.tls,
            check_answers=args.check_answers,
        )
        serve(options, host=args.host, port=args.port, ready=_print_json if args.json else _print_for_people)
    except SandboxError as error:
        sys.stderr.write(f"oneentry sandbox: {error}\n")
        return 2
    return 0


def _print_json(sandbox: Sandbox) -> None:
    names = ("url", "app_token", "user", "password")
    ready = {name: getattr(sandbox, name) for name in names}
    _say(json.dumps(ready if sandbox.ca_file is None else {**ready, "ca_file": sandbox.ca_file}))


def _print_for_people(sandbox: Sandbox) -> None:
    kept = f"kept in {sandbox.options.db}" if sandbox.options.db else "kept in memory, gone when it stops"
    trust = (
        ""
        if sandbox.ca_file is None
        else (f"  trust      {sandbox.ca_file} (Python: SSL_CERT_FILE, Node: NODE_EXTRA_CA_CERTS)\n")
    )
    _say(
        f"OneEntry sandbox on {sandbox.url} ({kept}). Stop it with Ctrl-C.\n"
        f"  app token  {sandbox.app_token}\n"
        f"  sign in    {sandbox.user} / {sandbox.password}\n"
        f"{trust}"
        "In a notebook:\n"
        f'  shop = oe.connect(url="{sandbox.url}", app_token="{sandbox.app_token}")'
    )


def _say(text: str) -> None:
    # Flush: the parent process may be waiting for this line on a pipe.
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
