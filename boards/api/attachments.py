"""`/cards/{ref}/attachments`: the files on a card."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from accounts.errors import NotFound
from api.call import Call
from api.cursors import Order, Page, keys_of
from api.rendering import answer, nothing
from api.resource import Resource, endpoint
from api.serializers import Answer, Body, ListQuery, WriteQuery, listed
from boards.actions import attach_file, remove_attachment
from boards.api.find import cause_of
from boards.card_files import attachment_as_dict
from boards.files.giving import given
from boards.files.intake import refuse_too_large
from boards.models import Attachment
from boards.visible import visible_card

BY_TIME = Order("attachments", ("created_at", "id"))


class NewAttachment(Body):
    """A form with one file; its name is shown, its type is told by its content."""

    file = serializers.FileField(max_length=255)


class AttachmentAnswer(Answer):
    id = serializers.UUIDField()
    card = serializers.CharField()
    name = serializers.CharField()
    media_type = serializers.CharField(help_text="By content, not by name.")
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField()
    picture = serializers.BooleanField(help_text="Whether pages show it.")
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    author = serializers.CharField()
    created_at = serializers.DateTimeField()
    removed_at = serializers.DateTimeField(allow_null=True)
    markdown = serializers.CharField(allow_blank=True, help_text="What shows or links it in a text.")
    url = serializers.URLField(help_text="For people who are signed in.")


class FormParser(MultiPartParser):
    """A form with a file, and no larger than a file may be."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        refuse_too_large(parser_context["request"]._request)
        return super().parse(stream, media_type, parser_context)


class Attachments(Resource):
    parser_classes = (FormParser,)

    @endpoint(answers={200: listed("Attachment", AttachmentAnswer)}, query=ListQuery)
    def get(self, call: Call, ref: str) -> HttpResponse:
        """The files on a card, oldest first. Of removed ones a tombstone is left."""
        card, page = visible_card(call.person, ref), Page.read(call.query, BY_TIME)
        found = page.cut(Attachment.objects.filter(card=card).select_related("author"))
        rows, following = page.split(list(found), lambda row: keys_of(row, BY_TIME))
        return answer({"results": [attachment_as_dict(ref, row) for row in rows], "next": following})

    @endpoint(answers={201: AttachmentAnswer}, query=WriteQuery, body=NewAttachment)
    def post(self, call: Call, ref: str) -> HttpResponse:
        """Attach a file, as `multipart/form-data` with the field `file`."""
        card, sent = visible_card(call.person, ref), call.body["file"]
        row = attach_file(cause=cause_of(call), card=card, name=sent.name, chunks=sent.chunks())
        return answer(attachment_as_dict(ref, row), 201)


class AttachmentItem(Resource):
    @endpoint(answers={200: AttachmentAnswer})
    def get(self, call: Call, ref: str, attachment_id: UUID) -> HttpResponse:
        """One file: what it is. Its bytes are at its `/content`."""
        return answer(attachment_as_dict(ref, _found(call, ref, attachment_id)))

    @endpoint(answers={204: None}, query=WriteQuery)
    def delete(self, call: Call, ref: str, attachment_id: UUID) -> HttpResponse:
        """Remove a file; a tombstone with its name stays, its bytes are gone a day later."""
        remove_attachment(cause=cause_of(call), attachment=_found(call, ref, attachment_id))
        return nothing()


class AttachmentContent(Resource):
    @endpoint(answers={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, call: Call, ref: str, attachment_id: UUID) -> HttpResponse:
        """The bytes of a file as they were sent, always to be saved."""
        row = _found(call, ref, attachment_id)
        if row.removed_at is not None:
            raise NotFound
        return given(row, show=False)  # type: ignore[return-value]  # a stream is an answer


def _found(call: Call, ref: str, attachment_id: UUID) -> Attachment:
    card = visible_card(call.person, ref)
    row = Attachment.objects.filter(card=card, pk=attachment_id).select_related("author", "card").first()
    if row is None:
        raise NotFound
    return row
