from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts.outbound.refusals import KEPT
        from accounts.retold import know

        know(*KEPT)
