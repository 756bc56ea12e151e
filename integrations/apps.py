from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "integrations"

    def ready(self) -> None:
        from accounts.retold import know
        from hypotheses import tracking
        from integrations.actions import imports
        from integrations.importers import told as imported
        from integrations.trackers import told
        from integrations.trackers.asked import SOURCE

        tracking.register(SOURCE)
        know(*told.KEPT, *imports.KEPT, *imported.KEPT)
