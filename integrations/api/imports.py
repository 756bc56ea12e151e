"""`/imports`: boards brought in from a file, by a worker."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from accounts.errors import Invalid
from accounts.views.teams import visible_team
from api.call import DEFAULT_ORIGIN, Call
from api.cursors import Order, Page, keys_of
from api.fields import Choice, Text
from api.parsing import StrictJsonParser
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import Answer, Body, ListQuery, Query, listed
from boards.visible import visible_board
from integrations.actions import Wishes, start_import
from integrations.find import visible_import
from integrations.importers.formats import FORMATS
from integrations.importers.intake import progress_of, refuse_too_large
from integrations.models import Import
from integrations.tasks import ask_to_import

NEWEST = Order("imports", ("-created_at", "id"))


class FormFlag(serializers.BooleanField):
    """As JSON or as a form has it."""

    def to_internal_value(self, data: Any) -> bool:
        if data not in (True, False, "true", "false") or (isinstance(data, int) and not isinstance(data, bool)):
            self.fail("invalid", input=data)
        return data in (True, "true")


class ImportsQuery(ListQuery):
    team = serializers.SlugField(required=False, max_length=40, help_text="Of this team only.")


class NewImportQuery(Query):
    dry_run = serializers.BooleanField(required=False, help_text="The same as in the body.")


class NewImport(Body):
    """A form with the file as `file`, or JSON with its text as `content`."""

    team = Text(max_length=40)
    file = serializers.FileField(required=False, max_length=255, allow_empty_file=True)
    content = Text(required=False, trim_whitespace=False, help_text="The text of the file, in JSON.")
    filename = Text(required=False, max_length=255, help_text="What it is called, beside `content`.")
    format = Choice(list(FORMATS), required=False, help_text="Told by the content where it is left out.")
    dry_run = FormFlag(required=False, help_text="Report what would come and what cannot; write nothing.")
    key = Text(required=False, max_length=10, help_text="Of a new board; otherwise the file's own.")
    name = Text(required=False, max_length=120, help_text="Of a new board; otherwise the file's own.")
    board = Text(required=False, max_length=10, help_text="That takes the cards, where the format allows it.")


class ProgressAnswer(Answer):
    done = serializers.IntegerField()
    of = serializers.IntegerField(help_text="0 until it is known.")


class ImportAnswer(Answer):
    id = serializers.UUIDField()
    team = serializers.CharField()
    person = serializers.CharField()
    format = serializers.CharField()
    file = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    dry_run = serializers.BooleanField()
    state = serializers.ChoiceField(Import.State.values)
    progress = ProgressAnswer()
    board = serializers.CharField(allow_null=True, help_text="That takes, or took, the cards.")
    said = serializers.CharField(allow_blank=True, help_text="Why it was refused, or failed.")
    report = serializers.JSONField(
        allow_null=True,
        help_text="Counts of `cards`, `lanes`, `comments`; `changed`, `left_out` with examples; `refused` rows.",
    )
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class FormParser(MultiPartParser):
    """A form with a file, and no larger than a file may be."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        refuse_too_large(parser_context["request"]._request)
        return super().parse(stream, media_type, parser_context)


class Imports(Resource):
    parser_classes = (StrictJsonParser, FormParser)

    @endpoint(answers={200: listed("Import", ImportAnswer)}, query=ImportsQuery)
    def get(self, call: Call) -> HttpResponse:
        """What was handed in by anybody in the teams where you may import, newest first; kept for 30 days."""
        page = Page.read(call.query, NEWEST)
        found = Import.objects.visible_to(call.person).select_related("team", "person", "board")
        if slug := call.query.get("team"):
            found = found.filter(team=visible_team(call.person, slug))
        rows, following = page.split(list(page.cut(found)), lambda row: keys_of(row, NEWEST))
        return answer({"results": [import_as_dict(row) for row in rows], "next": following})

    @endpoint(answers={202: ImportAnswer}, query=NewImportQuery, body=NewImport)
    def post(self, call: Call) -> HttpResponse:
        """Hand in a file. A worker brings it in, whole or not at all; ask the answer's `Location` how far it is.

        The same file again updates what it made before and adds nothing twice.
        """
        body = call.body
        team = visible_team(call.person, body["team"])
        name, chunks = _file_of(body)
        job = start_import(
            actor=call.person,
            team=team,
            at=call.at,
            file=name,
            chunks=chunks,
            code=body.get("format", ""),
            wishes=_wishes_of(call),
            origin="" if call.origin == DEFAULT_ORIGIN else call.origin,
        )
        ask_to_import(job)
        return answer(import_as_dict(job), 202, {"Location": f"/api/v1/imports/{job.pk}"})


class ImportItem(Resource):
    @endpoint(answers={200: ImportAnswer})
    def get(self, call: Call, import_id: UUID) -> HttpResponse:
        """One import: how far it is, and its report once it is done."""
        return answer(import_as_dict(visible_import(call.person, import_id)))


def import_as_dict(job: Import) -> dict[str, Any]:
    done, whole = progress_of(job.stored) if job.is_unfinished else (0, 0)
    shown = ("id", "format", "file", "size", "dry_run", "state", "said", "report")
    times = ("created_at", "started_at", "ended_at")
    return {
        **{name: getattr(job, name) for name in (*shown, *times)},
        "team": job.team.slug,
        "person": job.person.username,
        "board": job.board and job.board.key,
        "progress": {"done": done, "of": whole},
    }


def _file_of(body: dict[str, Any]) -> tuple[str, Any]:
    """Its name, and its bytes in pieces."""
    if ("file" in body) == ("content" in body):
        sentence = "Send the file as `file` in a form, or its text as `content` in JSON."
        raise Invalid.field("file", sentence, "required")
    if "file" in body:
        return body["file"].name, body["file"].chunks()
    return body.get("filename", "file"), [body["content"].encode()]


def _wishes_of(call: Call) -> Wishes:
    body = call.body
    board = body.get("board")
    return Wishes(
        dry_run=body.get("dry_run", False) or call.query.get("dry_run", False),
        key=body.get("key", ""),
        name=body.get("name", ""),
        board=visible_board(call.person, board) if board else None,
    )
