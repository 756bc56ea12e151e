"""What an export holds and a board here has no place for: counted, so that nobody finds out later."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_noop as noop

from integrations.importers.report import Report
from integrations.importers.trello.export import TrelloBoard, TrelloCard


def _votes(card: TrelloCard) -> int:
    return len(card.node.words("idMembersVoted")) or card.node.node("badges").whole("votes")


def _cover(card: TrelloCard) -> int:
    cover, old = card.node.node("cover"), card.node.text("idAttachmentCover")
    return int(bool(old) or any(cover.text(name) for name in ("idAttachment", "color", "idUploadedBackground")))


def _place(card: TrelloCard) -> int:
    node = card.node
    return int(bool(node.text("locationName") or node.text("address") or node.node("coordinates").raw))


OF_A_CARD: dict[str, Callable[[TrelloCard], int]] = {
    noop("votes"): _votes,
    noop("covers"): _cover,
    noop("stickers"): lambda card: len(card.node.nodes("stickers")),
    noop("power-up data of cards"): lambda card: len(card.node.nodes("pluginData")),
    noop("places on the map"): _place,
    noop("marks as a template"): lambda card: int(card.node.flag("isTemplate")),
    noop("rules for repeating"): lambda card: int(bool(card.node.raw.get("recurrenceRule"))),
    noop("reminders before a due date"): lambda card: int((card.node.number("dueReminder") or -1) >= 0),
}
AS_TEXT: dict[str, Callable[[TrelloCard], int]] = {
    noop("attachments, now links in the description; the files stay in Trello"): lambda card: len(
        card.node.nodes("attachments")
    ),
    noop("checklists, now task lists in the description"): lambda card: len(card.node.words("idChecklists")),
    noop("custom field values, now a table in the description"): lambda card: len(
        card.node.nodes("customFieldItems")
    ),
    noop("start dates, now in the description"): lambda card: int(card.node.moment("start") is not None),
    noop("marks “due date complete”, now in the description"): lambda card: int(card.node.flag("dueComplete")),
}

NOTES = (
    *OF_A_CARD,
    *AS_TEXT,
    POWER_UPS := noop("power-ups"),
    ACTIONS := noop("actions of the history (moves, edits)"),
    CLOSED := noop("a board closed in Trello is open here"),
    ARCHIVED_LISTS := noop("archived lists, whose cards are archived here with the list as a label"),
    ON_ARCHIVED := noop("open cards on archived lists, archived here"),
    LOST := noop("cards of a list that is not in the file, now in the backlog"),
)


def tell_left_out(export: TrelloBoard, report: Report) -> None:
    for card in export.cards:
        for what, count in OF_A_CARD.items():
            report.leave_out(what, card.name, count(card))
        for what, count in AS_TEXT.items():
            report.change(what, card.name, count(card))
    _tell_lists(export, report)
    report.leave_out(POWER_UPS, count=len(export.node.nodes("pluginData")) + len(export.node.words("powerUps")))
    actions = sum(each.text("type") not in ("commentCard", "copyCommentCard") for each in export.actions)
    report.leave_out(ACTIONS, count=actions)
    if export.node.flag("closed"):
        report.change(CLOSED)


def _tell_lists(export: TrelloBoard, report: Report) -> None:
    archived = {each.id: each.name for each in export.lists if each.archived}
    known = {each.id for each in export.lists}
    for name in archived.values():
        report.change(ARCHIVED_LISTS, name)
    for card in export.cards:
        hidden, lost = card.list_id in archived and not card.archived, card.list_id not in known
        report.change(ON_ARCHIVED, card.name, int(hidden))
        report.change(LOST, card.name, int(lost))
