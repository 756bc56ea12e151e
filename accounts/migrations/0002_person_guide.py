from typing import Any

from django.db import migrations, models
from django.utils import timezone


def put_away(apps: Any, schema_editor: Any) -> None:
    """Whoever is here already needs no first steps."""
    apps.get_model("accounts", "Person").objects.update(guide={"closed": timezone.now().isoformat()})


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="guide",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="When each of the first steps was done, and when they were put away.",
            ),
        ),
        migrations.RunPython(put_away, migrations.RunPython.noop),
    ]
