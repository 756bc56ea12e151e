"""Files on a card: what they are, how they are kept, and how they leave the house."""

from __future__ import annotations

import hashlib
import io
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from accounts.errors import Refusal
from boards.actions import attach_file, remove_attachment
from boards.actions.attach import clean_name, collect_files
from boards.files import pictures, store
from boards.files.kinds import kind_of
from boards.markdown import render
from boards.models import Attachment, Card
from tests.pages import client_of, words
from tests.processes import kill, started
from tests.world import World, last_event, make_world

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path
    return tmp_path


@pytest.fixture
def card(world: World) -> Card:
    return world.card(world.board())


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), **more: Any) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "teal").save(content, kind, **more)
    return content.getvalue()


def attach(world: World, card: Card, name: str = "notes.txt", content: bytes = b"It holds.") -> Attachment:
    return attach_file(cause=world.by(), card=card, name=name, chunks=[content])


def on_disk(files: Path) -> set[str]:
    return {str(path.relative_to(files)) for path in files.rglob("*") if path.is_file()}


def refused(world: World, card: Card, status: int, content: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        attach(world, card, content=content)
    assert caught.value.status == status
    return caught.value.sentence


def test_a_file_is_a_row_a_count_a_fact_and_bytes_on_disk(world: World, card: Card, files: Path) -> None:
    row = attach(world, card)
    assert (row.media_type, row.size, row.drawn) == ("text/plain", 9, "")
    assert on_disk(files) == {row.stored}
    assert row.sha256 in row.stored
    assert Card.objects.get(pk=card.pk).face["files"] == 1
    fact = last_event(card.board)
    assert (fact.kind, fact.data["attachment"], fact.data["name"]) == (
        "attachment.added",
        str(row.pk),
        "notes.txt",
    )
    assert fact.data["set"]["files"] == 1


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (picture(), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("GIF"), "image/gif"),
        (picture("WEBP"), "image/webp"),
        (b"%PDF-1.7", "application/pdf"),
        (b"PK\x03\x04rest", "application/zip"),
        (b"PAR1", "application/vnd.apache.parquet"),
        (b"a,b\n1,2\n", "text/plain"),
        (b'{"a": 1}', "application/json"),
        ("Größe: 3 µm".encode()[:2], "text/plain"),
        (b"<svg onload=alert(1)>", "image/svg+xml"),
        (b"note <SCRIPT>alert(1)</SCRIPT>", "text/html"),
        (b" <?xml version='1.0'?>", "application/xml"),
        (b"\x00\x01\x02", "application/octet-stream"),
        (b"\x80\x04\x95", "application/octet-stream"),
    ],
)
def test_the_type_is_told_by_the_content(head: bytes, media_type: str) -> None:
    assert kind_of(head) == media_type


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ben\\plot.png", "plot.png"),
        ("a\x00b\r\n.png", "ab .png"),
        ("gnp\u202egnp.exe", "gnpgnp.exe"),
        ("  ..  ", "file"),
        ("", "file"),
        ("x" * 300 + ".parquet", "x" * 192 + ".parquet"),
    ],
)
def test_a_name_is_one_line_without_a_path(given: str, name: str) -> None:
    assert clean_name(given) == name


def test_a_picture_is_drawn_anew_without_what_hides_in_it(world: World, card: Card) -> None:
    note = Image.Exif()
    note[0x010E] = "53.55 N, 9.99 E"
    row = attach(world, card, "plot.jpg", picture("JPEG", exif=note) + b"<script>alert(1)</script>")
    assert (row.width, row.height, row.is_picture) == (40, 20, True)
    with store.open_file(row.drawn) as file:
        shown = file.read()
    assert b"53.55" not in shown
    assert b"script" not in shown
    with store.open_file(row.stored) as file:
        assert b"53.55" in file.read()


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\nbroken", picture()[:60], b"GIF89a/*\xff*/=1;alert(1)"])
def test_what_only_begins_like_a_picture_is_never_shown(world: World, card: Card, content: bytes) -> None:
    row = attach(world, card, "x.png", content)
    assert not row.is_picture
    answer = client_of(world.ben).get(row.address)
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_picture_too_large_to_draw_is_a_file(world: World, card: Card, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 799)
    assert not attach(world, card, "plot.png", picture()).is_picture


def test_an_animation_keeps_its_frames(world: World, card: Card) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    content = io.BytesIO()
    frames[0].save(content, "GIF", save_all=True, append_images=frames[1:], duration=50)
    row = attach(world, card, "loss.gif", content.getvalue())
    with store.open_file(row.drawn) as file, Image.open(file) as shown:
        assert shown.n_frames == 3  # type: ignore[attr-defined]  # of animations


def test_limits_are_counted_as_bytes_are_read(world: World, card: Card, settings: Any, files: Path) -> None:
    settings.FILE_BYTES = 10
    assert "holds at most" in refused(world, card, 413, b"x" * 11)
    settings.FILES_OF_CARD = 1
    attach(world, card, content=b"first")
    assert "already" in refused(world, card, 409, b"second")
    settings.FILES_OF_CARD, settings.FILE_BYTES_OF_TEAM = 9, 8
    assert "team" in refused(world, card, 409, b"four")
    assert "empty" in refused(world, card, 400, b"")
    assert len(on_disk(files)) == 1


def test_nobody_without_the_right_leaves_a_byte(world: World, card: Card, files: Path) -> None:
    for who, status in (("vera", 403), ("dan", 404)):
        with pytest.raises(Refusal) as caught:
            attach_file(cause=world.by(who), card=card, name="x", chunks=[b"x"])
        assert caught.value.status == status
    assert on_disk(files) == set()


def test_removed_it_is_gone_at_once_and_its_bytes_a_day_later(world: World, card: Card, files: Path) -> None:
    world.at = timezone.now()
    row, other = attach(world, card), attach(world, card, "kept.txt")
    (files / "unfinished" / "left-behind").write_bytes(b"half")
    remove_attachment(cause=world.by("petra"), attachment=row)
    assert client_of(world.ben).get(row.address).status_code == 404
    assert Card.objects.get(pk=card.pk).face["files"] == 1
    assert last_event(card.board).kind == "attachment.removed"
    yesterday = (timezone.now() - timedelta(hours=25)).timestamp()
    for path in files.rglob("*-*"):
        os.utime(path, (yesterday, yesterday))
    assert collect_files(timezone.now()) == 1
    assert on_disk(files) == {row.stored, other.stored}
    assert collect_files(timezone.now() + timedelta(hours=25)) == 1
    assert on_disk(files) == {other.stored}
    assert Attachment.objects.get(pk=row.pk).removed_by == world.petra
    with pytest.raises(Refusal) as caught:
        remove_attachment(cause=world.by(), attachment=row)
    assert caught.value.status == 404


@pytest.mark.parametrize(
    ("name", "content", "sent_as"),
    [
        ("x.svg", b"<svg onload=alert(1)>", "application/octet-stream"),
        ("x.html", b"<!doctype html><script>alert(1)</script>", "application/octet-stream"),
        ("x.pdf", b"%PDF-1.7", "application/octet-stream"),
        ("a.png;.html", b"plain", "text/plain; charset=utf-8"),
    ],
)
def test_what_a_browser_would_run_is_only_to_be_saved(
    world: World, card: Card, name: str, content: bytes, sent_as: str
) -> None:
    answer = client_of(world.vera).get(attach(world, card, name, content).address)
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert answer["Content-Type"] == sent_as
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"].startswith("private, no-store")
    assert answer.getvalue() == content


def test_a_picture_is_shown_and_with_a_word_saved(world: World, card: Card) -> None:
    content = picture()
    row = attach(world, card, "Kurve ü.png", content)
    shown, saved = (client_of(world.ben).get(row.address + query) for query in ("", "?download"))
    assert shown["Content-Disposition"] == "inline; filename*=UTF-8''Kurve%20%C3%BC.png"
    assert (shown["Content-Type"], saved.getvalue()) == ("image/png", content)
    assert saved["Content-Disposition"].startswith("attachment")
    assert client_of(world.dan).get(row.address).status_code == 404
    assert client_of(None).get(row.address).status_code == 302
    assert f'src="{row.address}"' in render(row.markdown)


def test_a_name_cannot_break_out_of_a_text(world: World, card: Card) -> None:
    row = attach(world, card, "a](javascript:x) ![b](http://evil/<img>.txt")
    html = render(row.markdown)
    assert html.count("<a ") == 1
    assert f'href="{row.address}"' in html
    assert "<img" not in html


def test_a_form_without_scripts_attaches_several(world: World, card: Card) -> None:
    sent = {"file": [ContentFile(b"1", "one.txt"), ContentFile(b"2", "two.txt")]}
    client = client_of(world.ben)
    assert client.post(f"/c/{card.ref}/files/", sent).status_code == 302
    page = words(client.get(f"/c/{card.ref}/"))
    assert "one.txt" in page
    assert "two.txt" in page
    assert client.post(f"/c/{card.ref}/files/", {}, headers=JSON).status_code == 400


def test_our_module_hears_what_stands_for_the_file(world: World, card: Card) -> None:
    answer = client_of(world.ben).post(
        f"/c/{card.ref}/files/", {"file": ContentFile(picture(), "plot.png")}, headers=JSON
    )
    row = Attachment.objects.get()
    assert (answer.status_code, answer.json()["markdown"]) == (201, f"![plot.png](/files/{row.pk}/)")


def test_a_body_that_says_it_is_too_large_is_not_read(world: World, card: Card, settings: Any) -> None:
    settings.FILE_BYTES = 1000
    answer = client_of(world.ben).post(
        f"/c/{card.ref}/files/", {"file": ContentFile(b"x" * 300_000, "big.txt")}, headers=JSON
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")
    assert not Attachment.objects.exists()


# Attaches for ever, slowly enough that a kill finds it in the middle of a file.
UPLOADER = """
import sys, os, time
import django
django.setup()
from django.utils import timezone
from boards.actions import attach_file
from boards.events import Cause
from boards.models import Card
from accounts.models import Person
card, ben = Card.objects.select_related("board").get(), Person.objects.get(username="ben")
def chunks(number):
    for _ in range(20):
        yield os.urandom(5_000)
        time.sleep(0.002)
number = 0
while True:
    number += 1
    attach_file(cause=Cause(actor=ben, at=timezone.now()), card=card, name=f"{number}.bin", chunks=chunks(number))
"""
KILLS = 4


@pytest.mark.django_db(transaction=True)
def test_a_killed_upload_leaves_no_row_without_its_file(files: Path, settings: Any) -> None:
    world = make_world()
    world.card(world.board())
    settings.FILES_DIR = files / "files"
    for number in range(1, KILLS + 1):
        with started("-c", UPLOADER, PROOFLANE_DATA_DIR=str(files), **ENVIRONMENT) as process:
            _wait(lambda number=number: Attachment.objects.count() >= number * 3)
            kill(process)
    rows = list(Attachment.objects.all())
    for row in rows:
        with store.open_file(row.stored) as file:
            assert hashlib.sha256(file.read()).hexdigest() == row.sha256
    names = {row.stored for row in rows}
    assert names <= on_disk(settings.FILES_DIR)
    collect_files(timezone.now() + timedelta(days=2))
    assert on_disk(settings.FILES_DIR) == names


ENVIRONMENT = {"SECRET_KEY": "only-for-tests-" * 4, "DEBUG": "1"}


def _wait(condition: Any, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
