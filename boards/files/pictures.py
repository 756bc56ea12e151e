"""Pictures drawn anew from their pixels: what else a file holds (places, scripts, a second file) stays behind."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from boards.files.kinds import PICTURES

MOST_PIXELS = 16_000_000  # of all frames together; 4 bytes each while it is drawn
KEPT = ("transparency", "duration", "loop", "background", "disposal")
Image.MAX_IMAGE_PIXELS = None  # asked below before a pixel is read; Pillow only warns


@dataclass(frozen=True)
class Drawn:
    sha256: str
    width: int
    height: int


def draw_anew(source: Path, target: Path, media_type: str) -> Drawn | None:
    """Write the picture to `target`; None when it is none, broken, or too large to be drawn."""
    kind = PICTURES.get(media_type)
    if kind is None:
        return None
    try:
        with Image.open(source, formats=[kind]) as picture:
            frames = getattr(picture, "n_frames", 1)
            if picture.width * picture.height * frames > MOST_PIXELS:
                return None
            size = _save(picture, target, kind, frames)
    except Exception:  # a broken picture breaks its decoder in many ways, and is then a file like any other
        target.unlink(missing_ok=True)
        return None
    return Drawn(hashlib.sha256(target.read_bytes()).hexdigest(), *size)


def _save(picture: Image.Image, target: Path, kind: str, frames: int) -> tuple[int, int]:
    picture.load()
    animated = frames > 1 and kind in ("GIF", "WEBP")
    plain = picture if animated else _upright(picture, kind)
    plain.info = {name: value for name, value in plain.info.items() if name in KEPT}
    more: dict[str, Any] = {"save_all": True} if animated else {}
    if kind in ("JPEG", "WEBP"):
        more["quality"] = 90
    with target.open("xb") as file:
        plain.save(file, kind, **more)
        file.flush()
        os.fsync(file.fileno())
    return plain.size


def _upright(picture: Image.Image, kind: str) -> Image.Image:
    """Turned as its camera says, since that note is not kept."""
    upright = ImageOps.exif_transpose(picture)
    return upright.convert("RGB") if kind == "JPEG" and upright.mode not in ("RGB", "L") else upright
