from django.urls import URLPattern, URLResolver, path

from boards.views import board, cards

urlpatterns: list[URLPattern | URLResolver] = [
    path("boards/<str:key>/", board.board_page, name="board"),
    path("boards/<str:key>/lanes/<int:lane_id>/cards/", board.lane_rest, name="lane_rest"),
    path("boards/<str:key>/cards/", cards.new_card, name="new_card"),
    path("boards/<str:key>/undo/", cards.undo, name="undo"),
    path("c/<str:ref>/placement/", cards.placement, name="placement"),
    path("c/<str:ref>/title/", cards.title, name="card_title"),
    path("c/<str:ref>/assign/", cards.assignment, name="card_assign"),
    path("c/<str:ref>/labels/", cards.labels, name="card_labels"),
    path("c/<str:ref>/block/", cards.block, name="card_block"),
    path("c/<str:ref>/archive/", cards.archive, name="card_archive"),
    path("c/<str:ref>/trash/", cards.trash, name="card_trash"),
]
