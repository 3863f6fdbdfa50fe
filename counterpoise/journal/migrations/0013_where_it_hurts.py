from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0008_sealed_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="rating",
            name="places",
            field=models.JSONField(null=True),
        ),
    ]
