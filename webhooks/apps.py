from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "webhooks"

    def ready(self) -> None:
        from dataclasses import replace

        from accounts.retold import know
        from boards.readers import follow
        from boards.readers.recipients import tell_of
        from webhooks.readers import WEBHOOKS, managers
        from webhooks.tasks import wake_sender
        from webhooks.told import KEPT

        follow.register(replace(WEBHOOKS, afterwards=wake_sender))
        know(*KEPT)
        tell_of("webhook.switched_off", managers)
