"""The file of an import, from its arrival to the end of its run.

It lies in a folder that no page serves, under a name of our own. Whoever has it in hand holds its lock, which the
system lets go when a process dies: after a killed worker nobody has to wait. How far the import is stands in a
file beside it, since what the import writes is seen by nobody before its end.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from boards.files.intake import FORM
from boards.files.store import MB, FileTooLarge

FOLDER_MODE, FILE_MODE = 0o700, 0o600
STEPS_TOLD = 200
PROGRESS, DRAFT = ".progress", ".draft"


@dataclass(frozen=True)
class Kept:
    """A file that has arrived: its name here, its size in bytes, and how it begins."""

    stored: str
    size: int
    head: bytes


def keep(chunks: Iterable[bytes], head_bytes: int) -> Kept:
    """Write down what comes, counted as it is read; raises `FileTooLarge` and leaves nothing."""
    stored, size, head = secrets.token_hex(16), 0, b""
    folder = Path(settings.IMPORTS_DIR)
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    path = folder / stored
    path.touch(FILE_MODE, exist_ok=False)
    try:
        with path.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > settings.FILE_BYTES:
                    raise _too_large()
                head += chunk[: head_bytes - len(head)]
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        discard(stored)
        raise
    return Kept(stored, size, head)


def read(stored: str) -> bytes:
    return _path(stored).read_bytes()


def discard(stored: str) -> None:
    for name in (stored, stored + PROGRESS, stored + DRAFT):
        _path(name).unlink(missing_ok=True)


@contextmanager
def in_hand(stored: str) -> Iterator[bool]:
    """Whether it is ours until the end of the block; False while another worker has it.

    Raises `FileNotFoundError` when it is gone.
    """
    with _path(stored).open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def teller(stored: str) -> Callable[[int, int], None]:
    """What an import tells its progress to; it writes seldom enough to be called at every step."""
    draft, path = _path(stored + DRAFT), _path(stored + PROGRESS)
    told = -1

    def tell(done: int, whole: int) -> None:
        nonlocal told
        step = done * STEPS_TOLD // max(whole, 1)
        if step == told:
            return
        told = step
        draft.write_text(f"{done} {whole}", encoding="ascii")
        draft.replace(path)  # whoever reads finds the old or the new, never half of it

    return tell


def progress_of(stored: str) -> tuple[int, int]:
    """How much is done, and how much there is: 0 of 0 before the import knows."""
    try:
        done, whole = _path(stored + PROGRESS).read_text(encoding="ascii").split()
    except (FileNotFoundError, ValueError):
        return 0, 0
    return int(done), int(whole)


def collect(before: datetime, wanted: Collection[str]) -> int:
    """Delete files that are older and that no import waits for; answers how many."""
    folder = Path(settings.IMPORTS_DIR)
    found = list(folder.iterdir()) if folder.is_dir() else []
    old = [path for path in found if path.name.partition(".")[0] not in wanted]
    doomed = [path for path in old if path.stat().st_mtime < before.timestamp()]
    for path in doomed:
        path.unlink(missing_ok=True)
    return len(doomed)


def refuse_too_large(request: HttpRequest) -> None:
    """Say so where the door of uploads has stopped reading."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_BYTES + FORM:
        raise _too_large()


def _too_large() -> FileTooLarge:
    most = {"size": number_format(settings.FILE_BYTES / MB, decimal_pos=0)}
    return FileTooLarge(
        _("A file that is brought in here has at most %(size)s MB. `manage.py import` takes larger ones.") % most
    )


def _path(name: str) -> Path:
    return Path(settings.IMPORTS_DIR) / name
