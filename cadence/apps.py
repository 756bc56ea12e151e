from django.apps import AppConfig


class CadenceConfig(AppConfig):
    name = "cadence"

    def ready(self) -> None:
        from cadence import recipients

        recipients.register()
