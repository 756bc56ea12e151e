from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "boards"

    def ready(self) -> None:
        from accounts.membership import on_change
        from boards.actions.members import record_membership

        on_change(record_membership)
