"""Raw access: every operation of the contract, for what has no shortcut."""

from __future__ import annotations

import difflib
import functools
import inspect
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from ..errors import InputError, ResponseFormatError
from ..transport.client import ApiClient
from ..transport.messages import LOOK_FIRST, misfit
from ..transport.operations import ENDPOINTS, Endpoint
from ..values.display import MASK, masked
from ._operations import Operations

_SIGN_IN = {
    "auth": "shop.users.sign_in(...)",
    "refresh": "nothing: tokens are renewed by themselves",
    "logout": "shop.users.sign_out()",
    "logout_all": "shop.users.sign_out(everywhere=True)",
    "oauth": "shop.users.sign_in_by_oauth(...)",
}
"""Operations that change who is signed in; called raw, they would leave the shop with invalid tokens."""


P = ParamSpec("P")
R = TypeVar("R")
OPERATIONS = tuple(name for name in vars(Operations) if not name.startswith("_"))


class RawApi(Operations):
    """``shop.api``: a method for each operation, such as ``shop.api.list_discounts(lang_code="en_US")``.

    A ``body`` may be a generated model or plain values; an argument that is None is not sent. The result is a generated
    model of ``oneentry_client``, as the server sent it: nothing is unwrapped, and a list is one page. Sign-in, retries,
    time limits and errors are those of the rest of the toolkit.
    """

    def __init__(self, api: ApiClient) -> None:
        self._api = api

    def __dir__(self) -> list[str]:
        return list(OPERATIONS)

    # Hidden from type checkers: they report a name that does not exist.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name in _SIGN_IN:
                raise AttributeError(
                    f"shop.api has no '{name}', because it changes who is signed in. Use {_SIGN_IN[name]}."
                )
            close = difflib.get_close_matches(name, OPERATIONS, n=1)
            hint = f" Did you mean '{close[0]}'?" if close else ""
            raise AttributeError(f"shop.api has no '{name}'.{hint} The operations are: {', '.join(OPERATIONS)}.")

    def __repr__(self) -> str:
        return f"<RawApi: {len(OPERATIONS)} operations>"

    def _call(self, name: str, /, *path: Any, **arguments: Any) -> Any:
        endpoint = ENDPOINTS[name]
        _mask_models()
        for value in path:
            if value in (".", ".."):
                raise InputError(f"shop.api.{name}: '{value}' would change the address.", name=name)
        given = {key: None if _is_unset(value) else value for key, value in arguments.items()}
        if "body" in given:
            given["body"] = _plain_body(endpoint, given["body"])
        answer = self._api.raw(name, *path, secrets=_secrets(given.get("body")), **given)
        try:
            return endpoint.parse(answer)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            done = "" if endpoint.repeatable else f" {LOOK_FIRST}"
            raise ResponseFormatError(
                f"{endpoint.operation} answered with something that does not fit the contract. The other parts of the "
                f"shop, such as shop.orders, read what they can.{done}",
                operation=endpoint.operation,
            ) from None


def _checks_arguments(method: Callable[P, R]) -> Callable[P, R]:
    """The method, raising ``InputError`` for an argument that is missing or unknown."""

    @functools.wraps(method)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            inspect.signature(method).bind(*args, **kwargs)
        except TypeError as error:
            raise InputError(f"shop.api.{method.__name__}: {error}.", name=method.__name__) from None
        return method(*args, **kwargs)

    return checked


for _name in OPERATIONS:
    setattr(RawApi, _name, _checks_arguments(getattr(Operations, _name)))


def _is_unset(value: Any) -> bool:
    """Whether it is the generated client's word for a value that is not given."""
    from oneentry_client.types import Unset

    return isinstance(value, Unset)


def _plain_body(endpoint: Endpoint, body: Any) -> Any:
    """A body as plain values, checked by the generated model.

    Raises:
        InputError: it does not fit the contract.
    """
    try:
        model = endpoint.body_model(body)
        return [each.to_dict() for each in model] if isinstance(model, list) else model.to_dict()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise misfit(endpoint, error) from None


def _secrets(body: Any) -> tuple[str, ...]:
    """Credentials in a body, so that no error shows them."""
    if not isinstance(body, dict):
        return ()
    found = [body.get(key) for key in ("code", "password1", "password2")]
    auth_data = body.get("authData")
    if isinstance(auth_data, list):
        # Which entry is the login cannot be seen from here; masking it as well does no harm.
        found += [entry.get("value") for entry in auth_data if isinstance(entry, dict)]
    return tuple(value for value in found if isinstance(value, str))


def _mask_models() -> None:
    """Gives the generated models a ``repr`` that masks secrets: their own prints passwords and tokens."""
    import oneentry_client.models as models

    if getattr(models, "_masked_by_toolkit", False):
        return
    for model in vars(models).values():
        if inspect.isclass(model) and hasattr(model, "to_dict"):
            setattr(model, "__repr__", _masked_repr)  # noqa: B010  (a plain assignment is a type error)
    _mark(models)


def _mark(module: ModuleType) -> None:
    module._masked_by_toolkit = True  # type: ignore[attr-defined]


def _masked_repr(model: Any) -> str:
    members = model.to_dict()
    if type(model).__name__.endswith("Input") and "code" in members:
        members["code"] = MASK  # a one-time code; in answers `code` is a coupon
    if type(model).__name__ == "AuthDataEntry":
        members["value"] = MASK
    return f"{type(model).__name__}({masked('', members)!r})"
