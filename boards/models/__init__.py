from boards.models.attachment import Attachment
from boards.models.board import Board, BoardPreset, CalendarVersion, Lane
from boards.models.card import Card, CardLink, ExternalReference, Label, Watch
from boards.models.digest import Digest
from boards.models.event import Event, ReaderCursor, SkippedEvent
from boards.models.flow import Block, Stay
from boards.models.look import SeenMark
from boards.models.notification import Letter, MailDelivery, Notification
from boards.models.preference import Attention, Preference
from boards.models.presence import Presence
from boards.models.search import SearchDocument
from boards.models.view import BoardLook, SavedView

__all__ = [
    "Attachment",
    "Attention",
    "Block",
    "Board",
    "BoardLook",
    "BoardPreset",
    "CalendarVersion",
    "Card",
    "CardLink",
    "Digest",
    "Event",
    "ExternalReference",
    "Label",
    "Lane",
    "Letter",
    "MailDelivery",
    "Notification",
    "Preference",
    "Presence",
    "ReaderCursor",
    "SavedView",
    "SearchDocument",
    "SeenMark",
    "SkippedEvent",
    "Stay",
    "Watch",
]
