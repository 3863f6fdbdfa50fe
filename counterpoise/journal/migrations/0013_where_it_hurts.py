from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0012_carers_and_app_lock"),
    ]

    operations = [
        migrations.AddField(
            model_name="rating",
            name="places",
            field=models.JSONField(null=True),
        ),
    ]
