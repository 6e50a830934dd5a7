"""Stores of a sign-in that outlives the process and that several processes may use."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from ..errors import SettingsError
from ..secret import Secret
from .forks import ForkSafeLock
from .tokens import TokenPair, is_token


class LockedElsewhereError(Exception):
    """Another process has held the lock of a kept sign-in for too long. Never leaves the toolkit."""


class KeptTokens(ABC):
    """Keeps the sign-in in a place outside of the process, which other processes may use as well.

    The place is the truth: what it holds is read again under a lock between processes before each renewal and before
    a sign-in counts as ended. A process goes on with the pair that it has read as long as the server accepts it, so
    that nothing is sent as another user halfway.

    Args:
        place: what errors call the place, within a sentence.
        lock: the file that processes lock; it stays, empty, because removing it would let two of them in.

    Raises:
        SettingsError: the place is not readable or holds something else, or this process serves several visitors.
    """

    def __init__(self, place: str, lock: Path) -> None:
        refuse_visitors()
        self._place = place
        self._lock_path = lock
        self._lock = ForkSafeLock()
        self._pair = self._seen = self._read()

    def load(self) -> TokenPair | None:
        """The sign-in that is kept; None if there is none."""
        if self._pair is None:
            with contextlib.suppress(SettingsError):
                self._reload()  # another process may have signed in
        return self._pair

    def save(self, pair: TokenPair | None) -> None:
        """Keeps a sign-in in place of the one before; None forgets it."""
        with self._lock:
            # In memory first: if the place cannot be written, this process at least goes on with the living pair.
            before, self._pair = self._pair, pair
            try:
                if pair is not None:
                    self._write(Secret(json.dumps(asdict(pair))))
                # Another process may have signed in through the same place; its sign-in is not ours to remove.
                elif before is None or self._read() in (None, before):
                    self._remove()
            except OSError as error:
                raise SettingsError(
                    f"The sign-in could not be kept in {self._place} ({error.strerror or error}). It still works in "
                    "this kernel."
                ) from None
            self._seen = pair

    @contextlib.contextmanager
    def exclusive(self, wait_s: float, *, needed: bool = True) -> Iterator[None]:
        """Holds the lock between processes, and takes over what another process has kept since.

        The operating system releases it however the process ends.

        Args:
            wait_s: seconds to wait for the process that holds it.
            needed: False goes on without the lock, for a sign-in that the server has made already.

        Raises:
            LockedElsewhereError: it was held for longer.
            SettingsError: the place is not readable or holds something else.
        """
        from filelock import FileLock, Timeout

        # One object for each use: a forked child must not go on with its parent's.
        lock = FileLock(self._lock_path, timeout=wait_s, mode=0o600)
        try:
            self._lock_path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock.acquire()
        except Timeout:
            if needed:
                raise LockedElsewhereError from None
        except OSError:
            pass  # in a folder that cannot be written no process keeps anything; ``save`` says so
        try:
            try:
                self._reload()
            except SettingsError:
                if needed:
                    raise
            yield
        finally:
            lock.release()

    def _reload(self) -> None:
        """Takes over what another process has kept, unless nothing has changed since this one looked."""
        with self._lock:
            found = self._read()
            # What could not be written stays the newest until the place holds something else.
            if found != self._seen:
                self._pair = self._seen = found

    def _read(self) -> TokenPair | None:
        """The pair in the place; None if it holds none.

        Raises:
            SettingsError: the place is not readable or holds something else.
        """
        try:
            text = Secret.of(self._read_text())
            if text is None:
                return None
            pair = TokenPair(**json.loads(text))
            if not all(isinstance(value, str) for value in asdict(pair).values()):
                raise TypeError
            if not (is_token(pair.access_token) and is_token(pair.refresh_token)):
                raise ValueError
            return pair
        except OSError as error:
            raise SettingsError(f"{_first_up(self._place)} could not be read ({error.strerror or error}).") from None
        except (ValueError, TypeError):
            raise SettingsError(
                f"{_first_up(self._place)} does not hold a sign-in. Remove it, then sign in again."
            ) from None

    @abstractmethod
    def _read_text(self) -> str | None:
        """What the place holds; None if it is empty. Raises ``OSError`` and ``SettingsError``."""

    @abstractmethod
    def _write(self, text: str) -> None:
        """Puts a text there, at once or not at all. Raises ``OSError``."""

    @abstractmethod
    def _remove(self) -> None:
        """Empties the place. Raises ``OSError``."""


class FileTokens(KeptTokens):
    """Keeps the sign-in in a file that only its owner can read (mode 0600), so that it outlives the kernel.

    Kernels of one person may use one file: they share the sign-in, one of them renews it for all, and signing in or
    out in one counts for the others. An empty lock file lies beside it (docs/decisions/0018-a-shared-sign-in.md).
    On Windows, which has no such modes, the file has the permissions of its folder: keep it in your user folder.

    Args:
        path: the file; made at a sign-in, removed at a sign-out.

    Raises:
        SettingsError: the file is not readable, is not such a file, or others may read it; or Voila runs this
            notebook, whose visitors would all be signed in as one person.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        try:
            self._path = Path(path).expanduser().absolute()  # it stays the same when the working folder changes
        except (TypeError, RuntimeError):
            raise SettingsError("FileTokens needs the path of a file.") from None
        except OSError:
            raise SettingsError(
                "FileTokens needs an absolute path here: the working folder is gone. Give one, or change to a folder "
                "that exists with os.chdir()."
            ) from None
        if self._path.is_dir() or not self._path.name:
            raise SettingsError(f"FileTokens needs the path of a file; {self._path} is a folder.")
        super().__init__(str(self._path), self._path.with_name(f".{self._path.name}.lock"))

    def _read_text(self) -> str | None:
        try:
            if os.name == "posix" and self._path.stat().st_mode & 0o077:
                raise SettingsError(f"Others may read {self._path}, which holds a sign-in. Run: chmod 600 {self._path}")
            return self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def _write(self, text: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")  # mode 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, self._path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise

    def _remove(self) -> None:
        self._path.unlink(missing_ok=True)


def _first_up(text: str) -> str:
    return text[0].upper() + text[1:]


def refuse_visitors(environ: Mapping[str, str] | None = None) -> None:
    """Raises ``SettingsError`` in a kernel that Voila runs for a visitor, or in advance for any of them.

    Args:
        environ: the environment; None for that of the process. Voila says there who runs the kernel.
    """
    around = os.environ if environ is None else environ
    if around.get("SERVER_SOFTWARE", "").lower().startswith("voila/") or "VOILA_PREHEAT" in around:
        raise SettingsError(
            "Voila runs this notebook for its visitors, and a sign-in that is kept is one person's: every visitor "
            "would be signed in as that person. Leave out keep= and tokens=, so that each visitor signs in, which is "
            "forgotten when the page is closed."
        )
