"""Options of a sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from os import PathLike, fspath
from typing import Literal, TypedDict, get_args, get_type_hints

from ..errors import SandboxError

_WORDS = {
    "clock": (None, "scenario", "real"),
    "localization": ("keyed", "flat"),
    "sessions_by_order": ("object", "array"),
    "order_list": ("newest_first", "oldest_first"),
    "payment_stages": ("none", "in_turn", "ahead"),
    "account_types": ("sdk", "all"),
    "provider_config": ("numbers", "text"),
    "device_metadata": ("required", "optional"),
    "guest_id": ("minted", "required"),
}
_LEAST = {
    "orders": 0,
    "seed": 0,
    "page_cap": 1,
    "access_token_ttl_s": 1,
    "refresh_token_ttl_s": 1,
    "code_ttl_s": 1,
    "code_reissue_s": 0,
    "paypal_delay_s": 0,
    "latency_ms": 0,
}


class OptionValues(TypedDict, total=False):
    """The options as keyword arguments, for type checkers: see `Options`."""

    db: str | PathLike[str] | None
    scenario: str | PathLike[str] | None
    orders: int
    seed: int
    clock: Literal["scenario", "real"] | None
    page_cap: int | None
    access_token_ttl_s: int | None
    refresh_token_ttl_s: int | None
    code_ttl_s: int | None
    code_reissue_s: int
    paypal_delay_s: float
    latency_ms: int
    localization: Literal["keyed", "flat"]
    sessions_by_order: Literal["object", "array"]
    payment_stages: Literal["none", "in_turn", "ahead"]
    account_types: Literal["sdk", "all"]
    provider_config: Literal["numbers", "text"]
    device_metadata: Literal["required", "optional"]
    guest_id: Literal["minted", "required"]
    strict_credentials: bool
    strict_filters: bool
    strict_phones: bool
    order_list: Literal["newest_first", "oldest_first"]
    tls: bool
    check_answers: bool


@dataclass(frozen=True, kw_only=True)
class Options:
    """Options of a sandbox.

    `orders`, `seed` and `account_types` shape a new database and do nothing to an existing file. `None` for a lifetime
    uses the auth provider's `config`.

    Attributes:
        db: Path of the SQLite file; `None` for a database in memory.
        scenario: Path of a scenario file that describes the shop; `None` for the built-in one.
        orders: Number of generated orders of the demo user in the first storage, besides those of the scenario: the
            built-in one has 88.
        seed: Seed of all generated values, keys and salts included: equal seeds create equal databases.
        clock: `"scenario"` starts at 2025-04-30T20:15:29.254Z and moves 1.252 s with each order or payment session
            created, `"real"` is the time of day; `None` keeps the file's clock, and is the scenario's clock for a
            new one.
        page_cap: Maximum number of records of a list, as for a group with the restricted read right. A new instance of
            the real platform gives that right for nearly every list, with a maximum of 10; `None` leaves it to the
            groups of the scenario, which may read all if it does not say otherwise. A number replaces their limits,
            lower ones too; what they may not read stays refused.
        access_token_ttl_s: Lifetime of access tokens in seconds.
        refresh_token_ttl_s: Lifetime of refresh tokens in seconds.
        code_ttl_s: Lifetime of one-time codes in seconds.
        code_reissue_s: Seconds in which a request for another code is refused.
        paypal_delay_s: Seconds after which a `paypal` session shows its payment link.
        latency_ms: Delay of each response in milliseconds; other requests are not delayed.
        localization: `"keyed"` answers localised members as maps of locales, `"flat"` with the asked locale's value.
        sessions_by_order: `"object"` answers the latest session of an order, `"array"` all of them.
        provider_config: `"numbers"` answers a provider's `config` with numbers and booleans, `"text"` with numeric
            text and null, as the official SDK's schema has it.
        device_metadata: `"optional"` accepts sign-ins and refreshes without `x-device-metadata`, which SDKs before
            1.0.130 do not always send; together they are one device.
        guest_id: `"minted"` gives a guest without `x-guest-id` a new id, `"required"` refuses the cart and the wishlist
            then. Sources disagree.
        strict_credentials: Refuse login and password in the `formData` of a sign-up and a profile update, instead of
            leaving them out with a warning in the log.
        strict_filters: Refuse product filters with members or attributes that do not exist, instead of a warning in
            the log.
        strict_phones: Refuse `phonePush` and `phoneSMS`, as the newest servers do.
        payment_stages: Whether products that have stages (in the built-in shop 14 and 20) are paid in them: `"none"`,
            `"in_turn"` opens the payment session of one stage at a time, `"ahead"` those of all stages at once. Orders
            that exist keep what they have.
        account_types: Types of the payment accounts: `"sdk"` has those that the official SDK knows, `stripe` and
            `custom`; `"all"` adds an account of type `yookassa` and one of type `midtrans` that is not connected.
        order_list: `"newest_first"` or `"oldest_first"`, for orders and payment sessions.
        tls: Serve HTTPS with a certificate made at the start; `Sandbox.ca_file` is what clients have to trust. Needs
            the library trustme.
        check_answers: Validate each response against the contract and respond 500 on a difference (for tests).
    """

    db: str | None = None
    scenario: str | None = None
    orders: int = 0
    seed: int = 1
    clock: str | None = None
    page_cap: int | None = None
    access_token_ttl_s: int | None = None
    refresh_token_ttl_s: int | None = None
    code_ttl_s: int | None = None
    code_reissue_s: int = 30
    paypal_delay_s: float = 3.0
    latency_ms: int = 0
    localization: str = "keyed"
    sessions_by_order: str = "object"
    payment_stages: str = "none"
    account_types: str = "sdk"
    provider_config: str = "numbers"
    device_metadata: str = "required"
    guest_id: str = "minted"
    strict_credentials: bool = False
    strict_filters: bool = False
    strict_phones: bool = False
    order_list: str = "newest_first"
    tls: bool = False
    check_answers: bool = False

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Options:
        """Creates options from keyword arguments.

        Raises:
            SandboxError: An option does not exist or its value is not valid; the message names the nearest option.
        """
        known = [field.name for field in fields(cls)]
        unknown = next((name for name in values if name not in known), None)
        if unknown is not None:
            close = get_close_matches(unknown, known, n=1)
            hint = f" Did you mean '{close[0]}'?" if close else ""
            raise SandboxError(f"A sandbox has no such option: '{unknown}'.{hint} There are: {', '.join(known)}.")
        return cls(**values)  # type: ignore[arg-type]  # validated below

    def __post_init__(self) -> None:
        """Validates the options.

        Raises:
            SandboxError: An option's value is not valid; the message names the option and its values.
        """
        for name in ("db", "scenario"):
            value = getattr(self, name)
            if isinstance(value, PathLike):
                object.__setattr__(self, name, fspath(value))
        if self.db == "":
            raise SandboxError("db must not be empty; None keeps everything in memory.")
        if self.scenario == "":
            raise SandboxError("scenario must not be empty; None is the built-in shop.")
        hints = get_type_hints(type(self))
        for field in fields(self):
            name, value = field.name, getattr(self, field.name)
            kinds = get_args(hints[name]) or (hints[name],)
            accepted = (*kinds, int) if float in kinds else kinds
            if not isinstance(value, accepted) or (isinstance(value, bool) and bool not in kinds):
                wanted = " or ".join("None" if kind is type(None) else kind.__name__ for kind in kinds)
                raise SandboxError(f"{name} must be {wanted}, not {type(value).__name__}.")
            if name in _WORDS and value not in _WORDS[name]:
                known = ", ".join(repr(word) for word in _WORDS[name])
                raise SandboxError(f"{name} must be one of {known}.")
            if name in _LEAST and value is not None and not value >= _LEAST[name]:
                raise SandboxError(f"{name} must not be less than {_LEAST[name]}.")
