from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "integrations"

    def ready(self) -> None:
        from hypotheses import tracking
        from integrations.trackers.asked import SOURCE

        tracking.register(SOURCE)
