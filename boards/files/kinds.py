"""What a file is, by its first bytes: names and what a browser says of a file are not asked."""

from __future__ import annotations

import re

HEAD = 4096
PLAIN = "application/octet-stream"
PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
# A browser would run these, or read them as a page: they are sent as bytes.
ACTIVE = {"text/html", "image/svg+xml", "application/xml", "application/pdf"}
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"(\xb5/\xfd", "application/zstd"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"PAR1", "application/vnd.apache.parquet"),
    (b"\x89HDF\r\n\x1a\n", "application/x-hdf5"),
    (b"\x93NUMPY", "application/x-numpy"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
_MARKUP = (
    (re.compile(rb"<svg[\s>]", re.IGNORECASE), "image/svg+xml"),
    (re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe)\b", re.IGNORECASE), "text/html"),
    (re.compile(rb"\A\s*<\?xml\b", re.IGNORECASE), "application/xml"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(head: bytes) -> str:
    """The media type of a file that begins like this."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    for signature, media_type in SIGNATURES:
        if head.startswith(signature):
            return media_type
    return _kind_of_text(head)


def sent_as(media_type: str) -> str:
    """The media type a download is sent with; no browser guesses the encoding of a text."""
    if media_type in ACTIVE:
        return PLAIN
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _kind_of_text(head: bytes) -> str:
    """Any trace of markup makes it markup."""
    for pattern, media_type in _MARKUP:
        if pattern.search(head):
            return media_type
    text = head.decode("utf-8", "ignore")
    if len(text.encode()) < len(head) - 3 or _CONTROL.search(text):  # a last sign may be cut in two
        return PLAIN
    return "application/json" if text.lstrip()[:1] in ("{", "[") else "text/plain"
