import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("offices", "0003_a_service_may_be_drawn"),
    ]

    operations = [
        migrations.CreateModel(
            name="FilesCompared",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("n", models.PositiveSmallIntegerField()),
                ("processed", models.PositiveIntegerField()),
                ("served", models.PositiveIntegerField()),
                ("file_hash", models.CharField(max_length=64)),
                ("salt", models.BinaryField(max_length=32)),
                ("commitment", models.CharField(max_length=64)),
                ("officer", models.CharField(max_length=8)),
                ("compared_at", models.DateTimeField()),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.service",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "day", "service", "n"), name="files_compared_once"
                    )
                ],
            },
        ),
    ]
