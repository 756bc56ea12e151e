"""What an export holds and a board here has no place for: counted, so that nobody finds out later."""

from __future__ import annotations

from collections.abc import Callable

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
    "votes": _votes,
    "covers": _cover,
    "stickers": lambda card: len(card.node.nodes("stickers")),
    "power-up data of cards": lambda card: len(card.node.nodes("pluginData")),
    "places on the map": _place,
    "marks as a template": lambda card: int(card.node.flag("isTemplate")),
    "rules for repeating": lambda card: int(bool(card.node.raw.get("recurrenceRule"))),
    "reminders before a due date": lambda card: int((card.node.number("dueReminder") or -1) >= 0),
}
AS_TEXT: dict[str, Callable[[TrelloCard], int]] = {
    "attachments, now links in the description; the files stay in Trello": lambda card: len(
        card.node.nodes("attachments")
    ),
    "checklists, now task lists in the description": lambda card: len(card.node.words("idChecklists")),
    "custom field values, now a table in the description": lambda card: len(card.node.nodes("customFieldItems")),
    "start dates, now in the description": lambda card: int(card.node.moment("start") is not None),
    "marks “due date complete”, now in the description": lambda card: int(card.node.flag("dueComplete")),
}


def tell_left_out(export: TrelloBoard, report: Report) -> None:
    for card in export.cards:
        for what, count in OF_A_CARD.items():
            report.leave_out(what, card.name, count(card))
        for what, count in AS_TEXT.items():
            report.change(what, card.name, count(card))
    _tell_lists(export, report)
    report.leave_out("power-ups", count=len(export.node.nodes("pluginData")) + len(export.node.words("powerUps")))
    actions = sum(each.text("type") not in ("commentCard", "copyCommentCard") for each in export.actions)
    report.leave_out("actions of the history (moves, edits)", count=actions)
    if export.node.flag("closed"):
        report.change("a board closed in Trello is open here")


def _tell_lists(export: TrelloBoard, report: Report) -> None:
    archived = {each.id: each.name for each in export.lists if each.archived}
    known = {each.id for each in export.lists}
    for name in archived.values():
        report.change("archived lists, whose cards are archived here with the list as a label", name)
    for card in export.cards:
        hidden, lost = card.list_id in archived and not card.archived, card.list_id not in known
        report.change("open cards on archived lists, archived here", card.name, int(hidden))
        report.change("cards of a list that is not in the file, now in the backlog", card.name, int(lost))
