from django.urls import path

import api.paths  # noqa: F401 - its converters
from boards.api.attachments import AttachmentContent, AttachmentItem, Attachments
from boards.api.batch import Batch
from boards.api.boards import BoardItem, Boards
from boards.api.cards import Archiving, CardItem, Cards, History, Restoration
from boards.api.external import ByRef
from boards.api.inbox import Inbox
from boards.api.lanes import LaneItem, Lanes
from boards.api.move import Move
from boards.api.preferences import Preferences
from boards.api.saved_views import SavedViewItem, SavedViews
from boards.api.search import Search
from boards.api.since import BoardSince
from boards.api.sync import Changes, Snapshot, Stream
from boards.api.watch import CardWatch

urlpatterns = [
    path("boards", Boards.as_view()),
    path("boards/<key:key>", BoardItem.as_view()),
    path("boards/<key:key>/lanes", Lanes.as_view()),
    path("boards/<key:key>/lanes/<int:lane_id>", LaneItem.as_view()),
    path("boards/<key:key>/views", SavedViews.as_view()),
    path("boards/<key:key>/views/<int:view_id>", SavedViewItem.as_view()),
    path("boards/<key:key>/snapshot", Snapshot.as_view()),
    path("boards/<key:key>/changes", Changes.as_view()),
    path("boards/<key:key>/since", BoardSince.as_view()),
    path("boards/<key:key>/stream", Stream.as_view()),
    path("cards", Cards.as_view()),
    path("cards/batch", Batch.as_view()),
    path("cards/by-ref/<str:source>/<path:external_id>", ByRef.as_view()),
    path("cards/<ref:ref>", CardItem.as_view()),
    path("cards/<ref:ref>/archive", Archiving.as_view()),
    path("cards/<ref:ref>/attachments", Attachments.as_view()),
    path("cards/<ref:ref>/attachments/<uuid:attachment_id>", AttachmentItem.as_view()),
    path("cards/<ref:ref>/attachments/<uuid:attachment_id>/content", AttachmentContent.as_view()),
    path("cards/<ref:ref>/history", History.as_view()),
    path("cards/<ref:ref>/move", Move.as_view()),
    path("cards/<ref:ref>/restoration", Restoration.as_view()),
    path("cards/<ref:ref>/watch", CardWatch.as_view()),
    path("inbox", Inbox.as_view()),
    path("search", Search.as_view()),
    path("me/preferences", Preferences.as_view()),
]
