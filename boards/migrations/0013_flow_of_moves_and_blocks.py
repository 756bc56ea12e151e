import django.db.models.deletion
from django.db import migrations, models


def read_anew(apps, schema_editor):
    """The readers fold the whole log again, now with how each stay began and with the blocks."""
    apps.get_model("boards", "Stay").objects.all().delete()
    apps.get_model("boards", "ReaderCursor").objects.filter(reader="flow").update(seq=0)


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0012_presence"),
    ]

    operations = [
        migrations.RunPython(read_anew, migrations.RunPython.noop),
        migrations.AddField(
            model_name="stay",
            name="back",
            field=models.BooleanField(default=False, help_text="It came back to an earlier lane."),
        ),
        migrations.AddField(
            model_name="stay",
            name="began",
            field=models.CharField(
                choices=[("created", "Created"), ("moved", "Moved"), ("restored", "Restored")],
                default="moved",
                max_length=8,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="stay",
            name="early_exit",
            field=models.BooleanField(default=False, help_text="Research that went straight to done."),
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("reason", models.CharField(max_length=200)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("began_seq", models.BigIntegerField()),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="blocks", to="boards.board"
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="blocks", to="boards.card"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["board", "began_at"], name="boards_bloc_board_i_4921ca_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("card", "board", "began_seq"), name="block_once")
                ],
            },
        ),
    ]
