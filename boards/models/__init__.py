from boards.models.board import Board, BoardPreset, CalendarVersion, Lane
from boards.models.card import Card, CardLink, ExternalReference, Label, Watch
from boards.models.event import Event, ReaderCursor, SkippedEvent
from boards.models.flow import Stay
from boards.models.notification import MailDelivery, Notification
from boards.models.search import SearchDocument

__all__ = [
    "Board",
    "BoardPreset",
    "CalendarVersion",
    "Card",
    "CardLink",
    "Event",
    "ExternalReference",
    "Label",
    "Lane",
    "MailDelivery",
    "Notification",
    "ReaderCursor",
    "SearchDocument",
    "SkippedEvent",
    "Stay",
    "Watch",
]
