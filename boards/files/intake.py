"""The door of uploads in front of Django: a body larger than any file may be is not read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from boards.files.store import FileTooLarge

FORM = 200_000  # bytes around the file: the other fields and the lines between them


def refuse_too_large(request: HttpRequest) -> None:
    """Say so where the handler below has stopped reading."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_BYTES + FORM:
        raise FileTooLarge.at(settings.FILE_BYTES)


class CappedUploads(FileUploadHandler):
    """Stops at the first file of a body that says it is too large; no server reads more than a body says."""

    too_large = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django names it so
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        self.too_large = content_length > settings.FILE_BYTES + FORM

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if self.too_large:
            raise StopUpload(connection_reset=True)
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
