from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "webhooks"

    def ready(self) -> None:
        from dataclasses import replace

        from boards.readers import follow
        from boards.readers.recipients import tell_of
        from webhooks.readers import WEBHOOKS, managers
        from webhooks.tasks import wake_sender

        follow.register(replace(WEBHOOKS, afterwards=wake_sender))
        tell_of("webhook.switched_off", managers)
