"""Settings of ``connect()``: arguments win over environment variables, which win over ``.env``."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from .errors import SettingsError
from .secret import Secret

NAMES = {
    "ONEENTRY_URL": "address of the project, such as https://my-shop.oneentry.cloud",
    "ONEENTRY_APP_TOKEN": "application token of the project, from its admin panel",
    "ONEENTRY_LANG": "language to show and to write, such as en_US (default: en_US)",
    "ONEENTRY_PROVIDER": "marker of the auth provider to sign in with (default: email, or the only one there is)",
    "ONEENTRY_TIMEOUT_S": "seconds for an attempt, from connecting to the last byte of the answer (default: 30)",
    "ONEENTRY_SANDBOX": "1 for the embedded sandbox with its built-in shop, or the path of a scenario file; wins over "
    "ONEENTRY_URL",
    "ONEENTRY_MAX_ANSWER_MB": "highest size of an answer, unpacked, in megabytes (default: 256)",
}
"""Environment variables that the toolkit reads, with their meaning."""

_DAY_S = 86_400
_ANSWER_MB = 100_000
LANGUAGE = re.compile(
    r"(?P<language>[A-Za-z]{2,3})(?:[_-](?P<script>[A-Za-z]{4}))?(?:[_-](?P<region>[A-Za-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:[_-](?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*)"
)
"""A language tag of BCP 47, with hyphens or underscores: ``en_US``, ``es-419``, ``zh_Hans_CN``."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Validated settings. ``url`` and ``app_token`` are both given or both None (embedded sandbox).

    Attributes:
        scenario: path of the scenario file of the embedded sandbox; None for the built-in shop.
        source: where the address, or the wish for a sandbox, comes from: ``the environment``, the path of a ``.env``
            file, ``an argument``, or nothing.
    """

    url: str | None = None
    app_token: Secret | None = field(default=None, repr=False)
    lang: str = "en_US"
    provider: str | None = None
    timeout_s: float = 30.0
    max_answer_mb: float = 256.0
    scenario: str | None = None
    source: str = ""


def read_settings(
    *,
    url: str | None = None,
    app_token: str | None = None,
    lang: str | None = None,
    provider: str | None = None,
    timeout_s: float | None = None,
    max_answer_mb: float | None = None,
    sandbox: bool | str | os.PathLike[str] | None = None,
    environ: Mapping[str, str] | None = None,
    dotenv: Mapping[str, str | None] | None = None,
) -> Settings:
    """Reads and validates the settings.

    Args:
        url, app_token, lang, provider, timeout_s, max_answer_mb, sandbox: arguments of the caller; they win over the
            others.
        environ: the environment (default: the process's own); it wins over ``dotenv``.
        dotenv: the variables of a ``.env`` file (default: the nearest one, from the current directory upwards).

    Raises:
        SettingsError: only one of ``url`` and ``app_token`` is set, neither is set and ``sandbox`` is False, a value is
            malformed, an ``ONEENTRY_*`` name is unknown, or ``.env`` is needed and cannot be read.
    """
    app_token = Secret.of(app_token)
    around = _named(_ours(os.environ if environ is None else environ), "in the environment")
    wanted = sandbox if sandbox is not None else around.get("ONEENTRY_SANDBOX")
    is_given = (url is not None and app_token is not None) or bool(wanted)
    path = None
    if dotenv is None:
        needed = not is_given and not {"ONEENTRY_URL", "ONEENTRY_APP_TOKEN"} <= around.keys()
        path, dotenv = _read_dotenv(needed=needed)
    # A file further up may be another program's: it is not judged when it is not needed.
    in_file = _named(_ours(dotenv, known=is_given), "in .env")
    # An empty variable of the environment counts as not set, in the file as well.
    found = {name: value for name, value in (in_file | around).items() if value}
    _check_text(url, "url")
    _check_text(app_token, "app_token")
    scenario, source = _sandbox_of(sandbox, found, around, path)
    if source:
        if url is not None or app_token is not None:
            raise SettingsError(
                f"A sandbox is asked for by {source}, and url or app_token is given as well. "
                "Leave out one of them, or pass sandbox=False; ONEENTRY_SANDBOX counts as not set when it is empty."
            )
        found = {name: value for name, value in found.items() if name not in ("ONEENTRY_URL", "ONEENTRY_APP_TOKEN")}
    _check_pair(url, app_token, found)
    from_around = [name in around for name in ("ONEENTRY_URL", "ONEENTRY_APP_TOKEN") if name in found]
    if url is None and app_token is None and from_around in ([True, False], [False, True]):
        raise SettingsError(
            "One of ONEENTRY_URL and ONEENTRY_APP_TOKEN is set in the environment and the other in .env, so they "
            "may belong to different projects. Set both in one place."
        )
    address = _given(url, "url") or found.get("ONEENTRY_URL")
    if sandbox is False and not address:
        raise SettingsError(
            "There is no address of a project, and the embedded sandbox is ruled out (sandbox=False). Set ONEENTRY_URL "
            "and ONEENTRY_APP_TOKEN, in the environment or in a .env file."
        )
    if address and not source:
        source = "an argument" if url is not None else _place("ONEENTRY_URL", around, path)
    return Settings(
        scenario=scenario,
        source=source,
        url=_check_url(address) if address else None,
        app_token=_check_token(_given(app_token, "app_token") or found.get("ONEENTRY_APP_TOKEN")),
        lang=_check_lang(_given(lang, "lang") or found.get("ONEENTRY_LANG") or "en_US"),
        provider=_given(provider, "provider") or found.get("ONEENTRY_PROVIDER"),
        timeout_s=_check_number(
            timeout_s if timeout_s is not None else found.get("ONEENTRY_TIMEOUT_S", 30.0),
            "ONEENTRY_TIMEOUT_S must be a number of seconds above 0 and up to a day, such as 30.",
            most=_DAY_S,
        ),
        max_answer_mb=_check_number(
            max_answer_mb if max_answer_mb is not None else found.get("ONEENTRY_MAX_ANSWER_MB", 256.0),
            f"ONEENTRY_MAX_ANSWER_MB must be a number of megabytes above 0 and up to {_ANSWER_MB:,}, such as 256.",
            most=_ANSWER_MB,
        ),
    )


def _sandbox_of(
    sandbox: bool | str | os.PathLike[str] | None,
    found: Mapping[str, str],
    around: Mapping[str, str],
    dotenv: Path | None,
) -> tuple[str | None, str]:
    """Returns the scenario's path and where the wish for a sandbox comes from, which is empty if there is none.

    Raises:
        SettingsError: it is neither a flag nor a path.
    """
    if sandbox is False:
        return None, ""
    if sandbox is not None:
        if sandbox is not True and not (isinstance(sandbox, (str, os.PathLike)) and os.fspath(sandbox)):
            raise SettingsError(
                "sandbox must be True for the built-in shop, the path of a scenario file, or False for a project."
            )
        return None if sandbox is True else os.fspath(sandbox), "an argument"
    text = found.get("ONEENTRY_SANDBOX", "").strip()
    if not text:
        return None, ""
    if text.lower() in ("0", "true", "false", "yes", "no", "on", "off"):
        raise SettingsError(
            "ONEENTRY_SANDBOX must be 1 for the built-in shop, or the path of a scenario file; leave it empty for none."
        )
    if text == "1":
        return None, _place("ONEENTRY_SANDBOX", around, dotenv)
    if "ONEENTRY_SANDBOX" not in around and dotenv is not None:
        text = str(dotenv.parent / text)  # a file speaks of its own folder
    return text, _place("ONEENTRY_SANDBOX", around, dotenv)


def _place(name: str, around: Mapping[str, str], dotenv: Path | None) -> str:
    return "the environment" if name in around else str(dotenv or ".env")


def _read_dotenv(*, needed: bool) -> tuple[Path | None, Mapping[str, str | None]]:
    """The nearest ``.env``, from the working folder upwards, and its variables.

    Args:
        needed: whether the settings are incomplete without it. If not, one that cannot be read counts as empty.

    Raises:
        SettingsError: the working folder is gone, or the file cannot be read.
    """
    try:
        here = Path.cwd()
    except OSError:
        if not needed:
            return None, {}
        raise SettingsError(
            "The working folder is gone, so no .env can be looked for. Change to a folder that exists with os.chdir(), "
            "or give connect() url and app_token."
        ) from None
    path = next((one / ".env" for one in (here, *here.parents) if (one / ".env").is_file()), None)
    if path is None:
        return None, {}
    try:
        with open(path, encoding="utf-8-sig") as file:  # Notepad begins a file with a byte order mark
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        if not needed:
            return None, {}
        why = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else f"cannot be read ({error.strerror})"
        raise SettingsError(
            f"{path} {why}. Correct or remove it, or give connect() url and app_token, which need no file."
        ) from None
    if "ONEENTRY_" not in text:
        return None, {}
    from dotenv import dotenv_values
    from dotenv.parser import parse_stream

    lines = list(parse_stream(io.StringIO(text)))
    for line in lines if needed else ():
        if line.error and "ONEENTRY_" in line.original.string:
            blank = line.original.string.partition("=")[0].count("\n")
            raise SettingsError(
                f"{path}, line {line.original.line + blank}, is not NAME=value. Correct it; close each quote."
            )
    # Without the lines that are no settings, of which dotenv would log.
    found = dotenv_values(stream=io.StringIO("".join(line.original.string for line in lines if not line.error)))
    return path, {name: Secret.of(value) for name, value in found.items()}


def _ours(source: Mapping[str, str | None], *, known: bool = False) -> dict[str, str]:
    """Returns the ``ONEENTRY_*`` variables of a source, the app token hidden; those of ``NAMES`` only if ``known``."""
    return {
        name: Secret(value) if value and name == "ONEENTRY_APP_TOKEN" else str(value or "")
        for name, value in source.items()
        if (name in NAMES if known else name.startswith("ONEENTRY_"))
    }


def _named(source: Mapping[str, str], where: str) -> dict[str, str]:
    """Returns the variables of a source, empty ones too: they count as not set, and hide ``.env``'s.

    Raises:
        SettingsError: one of them is unknown.
    """
    for name in source:
        if name not in NAMES:
            import difflib

            close = difflib.get_close_matches(name, NAMES, n=1, cutoff=0.6)
            hint = f" Did you mean {close[0]}?" if close else ""
            raise SettingsError(f"{name} ({where}) is not a setting.{hint} Known: {', '.join(NAMES)}.")
    return dict(source)


def _given(value: str | None, name: str) -> str | None:
    _check_text(value, name)
    return None if value is None else value.strip()


def _check_text(value: str | None, name: str) -> None:
    if value is not None and (not isinstance(value, str) or not value.strip()):
        raise SettingsError(f"{name} must be a text that is not empty; leave it out to use the environment.")


def _check_pair(url: str | None, app_token: str | None, found: Mapping[str, str]) -> None:
    has_url = url is not None or "ONEENTRY_URL" in found
    has_token = app_token is not None or "ONEENTRY_APP_TOKEN" in found
    if has_url != has_token:
        there, missing = ("ONEENTRY_URL", "ONEENTRY_APP_TOKEN") if has_url else ("ONEENTRY_APP_TOKEN", "ONEENTRY_URL")
        if url is not None or app_token is not None:
            given, other = ("url", "app_token") if has_url else ("app_token", "url")
            raise SettingsError(f"{given} was given and {other} was not. Give it as well ({NAMES[missing]}).")
        raise SettingsError(
            f"{there} is set and {missing} is not. Set {missing} ({NAMES[missing]}), "
            "or neither to use the embedded sandbox."
        )
    if url is not None and app_token is None and found.get("ONEENTRY_URL", url).rstrip("/") != url.strip().rstrip("/"):
        raise SettingsError(
            "url was given and app_token was not: the ONEENTRY_APP_TOKEN that is set belongs to another address, "
            "ONEENTRY_URL. Give app_token as well."
        )


def _check_url(url: str) -> str:
    example = "Give the project's address, such as https://my-shop.oneentry.cloud."
    try:
        parts = urlsplit(url.strip())
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise SettingsError(f"ONEENTRY_URL is not an address. {example}") from None
    if parts.scheme not in ("http", "https") or not host:
        raise SettingsError(f"ONEENTRY_URL must start with https:// or http:// and name a host. {example}")
    if parts.username or parts.password:
        raise SettingsError(f"ONEENTRY_URL must not hold a user name or a password. {example}")
    if parts.query or parts.fragment:
        raise SettingsError(f"ONEENTRY_URL must not hold a query or a fragment. {example}")
    path = parts.path.rstrip("/")
    if "/api/content" in path:
        raise SettingsError(f"ONEENTRY_URL must not hold /api/content; the toolkit adds it. {example}")
    return f"{parts.scheme}://{parts.netloc}{path}"


def _check_token(token: str | None) -> Secret | None:
    if token is not None and (not token.isascii() or not token.isprintable() or " " in token):
        raise SettingsError("ONEENTRY_APP_TOKEN has characters that no token has; copy it again from the admin panel.")
    return Secret.of(token)


def _check_lang(lang: str) -> str:
    """Returns a language as OneEntry spells it: ``zh_Hans_CN`` for ``zh-hans-cn``."""
    found = LANGUAGE.fullmatch(lang)
    if found is None:
        raise SettingsError("ONEENTRY_LANG must be a language code of the project, such as en_US.")
    script, region = found["script"] or "", found["region"] or ""
    variants = re.split("[_-]", found["variants"].lower())
    return "_".join(part for part in (found["language"].lower(), script.title(), region.upper(), *variants) if part)


def _check_number(value: float | str, message: str, *, most: float) -> float:
    """Returns a number above 0 and up to ``most``.

    Raises:
        SettingsError: it is not one; the text is ``message``.
    """
    try:
        number = 0.0 if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = 0.0
    if not 0 < number <= most:
        raise SettingsError(message)
    return number
