"""The files on an opened card, and one file as JSON."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from boards.card_parts import Look
from boards.models import Attachment


def files(look: Look) -> dict[str, Any]:
    """What hangs on the card, oldest first."""
    rows = list(Attachment.objects.kept().filter(card=look.card).select_related("author"))
    return {"files": rows, "most": settings.FILE_BYTES}


def attachment_as_dict(ref: str, row: Attachment) -> dict[str, Any]:
    """The file in the words of the API; of a removed one a tombstone."""
    return {
        "id": str(row.pk),
        "card": ref,
        "name": row.name,
        "media_type": row.media_type,
        "size": row.size,
        "sha256": row.sha256,
        "picture": row.is_picture,
        "width": row.width,
        "height": row.height,
        "author": row.author.username,
        "created_at": row.created_at,
        "removed_at": row.removed_at,
        "markdown": "" if row.removed_at else row.markdown,
        "url": f"{settings.SITE_URL}{row.address}",
    }
