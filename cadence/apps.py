from django.apps import AppConfig


class CadenceConfig(AppConfig):
    name = "cadence"

    def ready(self) -> None:
        from boards.places import lead
        from cadence import recipients
        from cadence.find import path_of

        recipients.register()
        for area in ("meeting", "iteration", "increment"):
            lead(area, path_of)
