"""Raw access: every operation of the contract, for what has no shortcut."""

from __future__ import annotations

import difflib
import functools
import inspect
import itertools
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from ..errors import InputError, ResponseFormatError
from ..secret import MASK, Secret, hide, is_secret_name
from ..transport.client import ApiClient
from ..transport.messages import LOOK_FIRST, misfit
from ..transport.operations import ENDPOINTS, Endpoint
from ..values.display import masked
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
        answer = self._api.raw(name, *path, **given)
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
    """The method, raising ``InputError`` for an argument that is missing or unknown, with its secrets hidden."""
    signature = inspect.signature(method)
    names = list(signature.parameters)

    @functools.wraps(method)
    def checked(*args: Any, **kwargs: Any) -> R:
        args = tuple(itertools.starmap(_hidden, zip(names, args, strict=False))) + args[len(names) :]
        kwargs = {name: _hidden(name, value) for name, value in kwargs.items()}
        try:
            signature.bind(*args, **kwargs)
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


def _hidden(name: str, value: Any) -> Any:
    """An argument in which secrets are ``Secret``: no frame of a traceback shows them. Models become plain values.

    Which entry of ``authData`` is the login cannot be seen from here; hiding it as well does no harm.
    """
    if name != "body":
        return Secret.of(value) if is_secret_name(name) else value
    try:
        if hasattr(value, "to_dict"):
            return hide(value.to_dict(), code=True)
        if isinstance(value, list | tuple):
            return hide([each.to_dict() if hasattr(each, "to_dict") else each for each in value], code=True)
        return hide(value, code=True)
    except (KeyError, TypeError, ValueError, AttributeError):
        return value  # it does not fit the contract, as will be said


def _mask_models() -> None:
    """Gives the generated models a ``repr`` that masks secrets: their own prints passwords and tokens."""
    import oneentry_client.models as models

    if getattr(models, "_masked_by_toolkit", False):
        return
    for model in vars(models).values():
        if inspect.isclass(model) and hasattr(model, "to_dict"):
            setattr(model, "__repr__", _masked_repr)  # noqa: B010  (a plain assignment is a type error)
            setattr(model, "__rich_repr__", _rich_repr)  # noqa: B010
    _mark(models)


def _mark(module: ModuleType) -> None:
    module._masked_by_toolkit = True  # type: ignore[attr-defined]


def _masked_repr(model: Any) -> str:
    return f"{type(model).__name__}({_masked_members(model)!r})"


def _rich_repr(model: Any) -> Iterator[tuple[str, Any]]:
    """What rich shows of a model, which it would take apart by itself."""
    yield from _masked_members(model).items()


def _masked_members(model: Any) -> dict[str, Any]:
    members = model.to_dict()
    if type(model).__name__.endswith("Input") and "code" in members:
        members["code"] = MASK  # a one-time code; in answers `code` is a coupon
    if type(model).__name__ == "AuthDataEntry":
        members["value"] = MASK
    found: dict[str, Any] = masked("", members)
    return found
