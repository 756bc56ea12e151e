from __future__ import annotations

import sys
from typing import Any

from django.core.management import BaseCommand

from config.checkup import State, check_up


class Command(BaseCommand):
    help = "Look at every part the product leans on: one line each, exit code 1 if one does not answer."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        findings = check_up()
        for each in findings:
            self.stdout.write(f"{each.state:<5}{each.part:<13}{each.text}")
        if any(each.state == State.BAD for each in findings):
            sys.exit(1)
