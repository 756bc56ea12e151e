from django.apps import AppConfig


class TimeboxesConfig(AppConfig):
    name = "timeboxes"
