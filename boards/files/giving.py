"""How a file leaves the house: as something to save, or as a picture; never as a page of this site."""

from __future__ import annotations

from urllib.parse import quote

from django.http import StreamingHttpResponse

from boards.files import store
from boards.files.kinds import sent_as
from boards.models import Attachment

ALONE = "sandbox; default-src 'none'"  # whatever a browser makes of it, it stands apart from this site


def given(attachment: Attachment, *, show: bool) -> StreamingHttpResponse:
    """The picture as it was drawn anew, to be shown; otherwise what was sent, to be saved."""
    shown = show and attachment.is_picture
    media_type = attachment.media_type if shown else sent_as(attachment.media_type)
    stored = attachment.drawn if shown else attachment.stored
    size = store.size_of(stored)
    response = StreamingHttpResponse(store.chunks_of(stored), content_type=media_type)
    response.headers["Content-Length"] = str(size)
    name = quote(attachment.name, safe="")
    response.headers["Content-Disposition"] = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{name}"
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
