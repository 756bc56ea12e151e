"""The store: a folder of files with names of our own making.

A file is complete and on disk before any row names it: written under a temporary name, synced, renamed. Each
upload has a file of its own, so that to collect one never takes another's bytes.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.errors import NotFound, Refusal
from boards.files.kinds import HEAD

MB = 1_000_000
CHUNK = 64 * 1024


class FileTooLarge(Refusal):
    status = 413
    code = "file_too_large"
    title = noop("File too large")

    @classmethod
    def at(cls, most: int) -> FileTooLarge:
        size = number_format(Decimal(f"{most / MB:g}"))
        return cls(
            _("A file holds at most %(size)s MB. Keep larger ones elsewhere and link them.") % {"size": size}
        )


@dataclass(frozen=True)
class Received:
    """Bytes that are on disk under a name that nothing refers to yet."""

    path: Path
    sha256: str
    size: int
    head: bytes


def root() -> Path:
    return Path(settings.FILES_DIR)


def receive(chunks: Iterable[bytes], most: int) -> Received:
    """Write down what comes, counted as it is read; raises `FileTooLarge` and leaves nothing."""
    path = _temporary()
    digest, size, head = hashlib.sha256(), 0, b""
    try:
        with path.open("xb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > most:
                    raise FileTooLarge.at(most)
                digest.update(chunk)
                head += chunk[: HEAD - len(head)]
                file.write(chunk)
            _sync(file)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Received(path, digest.hexdigest(), size, head)


def keep(path: Path, sha256: str) -> str:
    """Give a written file its name for good, and answer it."""
    name = f"{sha256[:2]}/{sha256}-{secrets.token_hex(8)}"
    target = root() / name
    target.parent.mkdir(parents=True, exist_ok=True)
    path.rename(target)
    _sync_folder(target.parent)
    return name


def open_file(name: str) -> BinaryIO:
    return (root() / name).open("rb")


def size_of(name: str) -> int:
    """Bytes; `NotFound` where a store was not restored with its database."""
    try:
        return (root() / name).stat().st_size
    except FileNotFoundError:
        raise NotFound(_("The bytes of this file are missing on the server.")) from None


def chunks_of(name: str) -> Iterator[bytes]:
    """Opened when the first bytes are wanted, closed with the last or when nobody wants more."""
    with open_file(name) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def discard(*names: str) -> None:
    """Of rows that did not come to be."""
    for name in filter(None, names):
        (root() / name).unlink(missing_ok=True)


def old_files(before: datetime) -> Iterator[str]:
    """The names of files written before then, unfinished ones among them."""
    if not root().is_dir():
        return
    for folder in sorted(each for each in root().iterdir() if each.is_dir()):
        for file in folder.iterdir():
            if file.stat().st_mtime < before.timestamp():
                yield f"{folder.name}/{file.name}"


def _temporary() -> Path:
    folder = root() / "unfinished"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / secrets.token_hex(16)


def beside() -> Path:
    """A free temporary name, for what is drawn from a file."""
    return _temporary()


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
