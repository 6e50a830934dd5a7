"""Raw access: every operation of the contract, for what has no shortcut."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

from ..errors import InputError, ResponseFormatError
from ..transport.client import ApiClient
from ..transport.messages import misfit
from ..transport.operations import ENDPOINTS, Endpoint
from ..values.display import MASK, masked

_SIGN_IN = {
    "auth": "shop.users.sign_in(...)",
    "refresh": "nothing: tokens are renewed by themselves",
    "logout": "shop.users.sign_out()",
    "logout_all": "shop.users.sign_out(everywhere=True)",
    "oauth": "shop.users.sign_in_by_oauth(...)",
}
"""Operations that change who is signed in; called raw, they would leave the shop with dead tokens."""


class RawApi:
    """``shop.api``: one function for each operation, such as ``shop.api.list_discounts(lang_code="en_US")``.

    Functions take what the generated client takes (see ``help(shop.api.list_discounts)``); a ``body`` may be a
    generated model or the same as a plain dict. They give generated models of ``oneentry_client``, as sent: nothing
    is unwrapped, pages are not walked. Sign-in, retry, time limits and errors are those of the rest of the toolkit.
    """

    def __init__(self, api: ApiClient) -> None:
        self._api = api

    def __dir__(self) -> list[str]:
        return sorted(ENDPOINTS.keys() - _SIGN_IN.keys())

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name in _SIGN_IN:
            raise AttributeError(
                f"shop.api has no '{name}', because it changes who is signed in. Use {_SIGN_IN[name]}."
            )
        if name not in ENDPOINTS:
            raise AttributeError(f"shop.api has no '{name}'. The operations are: {', '.join(dir(self))}.")
        return self._function(ENDPOINTS[name])

    def __repr__(self) -> str:
        return f"<RawApi: {len(dir(self))} operations>"

    def _function(self, endpoint: Endpoint) -> Callable[..., Any]:
        signature = endpoint.signature

        def function(*args: Any, **kwargs: Any) -> Any:
            try:
                given = signature.bind(*args, **kwargs)
            except TypeError as error:
                raise InputError(f"shop.api.{endpoint.name}: {error}.", name=endpoint.name) from None
            _mask_models()
            for value in given.args:
                if value in (".", ".."):
                    raise InputError(
                        f"shop.api.{endpoint.name}: '{value}' would change the address.", name=endpoint.name
                    )
            kwargs = {name: None if _is_unset(value) else value for name, value in kwargs.items()}
            if "body" in kwargs:
                kwargs["body"] = _plain_body(endpoint, kwargs["body"])
            answer = self._api.raw(endpoint.name, *args, secrets=_secrets(kwargs.get("body")), **kwargs)
            try:
                return endpoint.parse(answer)
            except (KeyError, TypeError, ValueError, AttributeError):
                raise ResponseFormatError(
                    f"{endpoint.operation} answered with something that does not fit the contract.",
                    operation=endpoint.operation,
                ) from None

        function.__name__ = function.__qualname__ = endpoint.name
        function.__doc__ = f"Operation ``{endpoint.operation}`` of the contract, as the generated client has it."
        function.__signature__ = signature  # type: ignore[attr-defined]
        return function


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
