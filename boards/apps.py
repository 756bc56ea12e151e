from django.apps import AppConfig
from django.conf import settings


class BoardsConfig(AppConfig):
    name = "boards"

    def ready(self) -> None:
        from accounts.membership import on_change
        from boards.actions.members import record_membership

        on_change(record_membership)
        self.show_cards()
        self.say_who_is_told()
        self.index_texts()
        self.follow_the_log()
        self.wake_after_commits()

    def show_cards(self) -> None:
        from boards.card_head import PARTS
        from boards.card_parts import register

        register(*PARTS)

    def say_who_is_told(self) -> None:
        from boards.readers.recipients import assigned, circle, tell_of, watchers

        tell_of("card.created", assigned)
        tell_of("card.edited", assigned)
        tell_of("card.moved", lambda event: watchers(event.card))
        tell_of("card.blocked", lambda event: circle(event.card))

    def follow_the_log(self) -> None:
        from boards.readers.flow import FLOW
        from boards.readers.follow import register
        from boards.readers.inbox import INBOX
        from boards.readers.search import SEARCH

        register(INBOX, FLOW, SEARCH)

    def index_texts(self) -> None:
        from boards.events import on_fact
        from boards.search import sources
        from boards.search.card_texts import CARDS

        sources.register(CARDS)
        on_fact(sources.take)

    def wake_after_commits(self) -> None:
        from boards.events import on_record
        from boards.readers.wake import Waker, publish
        from boards.tasks import wake_readers

        if settings.REDIS_URL:
            on_record(Waker("Redis", publish))
        on_record(Waker("the worker", wake_readers, settle=0.2))
