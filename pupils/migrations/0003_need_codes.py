"""The census's types of need and the Code's broad areas (statutory.md 2.2, 1.3)."""

from typing import Any

from django.db import migrations

AREAS = {
    "CI": ("Communication and interaction", "Communication"),
    "CL": ("Cognition and learning", "Learning"),
    "SEMH": ("Social, emotional and mental health", "Social, emotional"),
    "SP": ("Sensory and/or physical", "Sensory, physical"),
}

TYPES = [
    ("SPLD", "Specific learning difficulty", "Specific learning", "CL"),
    ("MLD", "Moderate learning difficulty", "Moderate learning", "CL"),
    ("SLD", "Severe learning difficulty", "Severe learning", "CL"),
    ("PMLD", "Profound and multiple learning difficulty", "Profound, multiple", "CL"),
    ("SEMH", "Social, emotional and mental health", "Social, emotional", "SEMH"),
    ("SLCN", "Speech, language and communication needs", "Speech, language", "CI"),
    ("HI", "Hearing impairment", "Hearing", "SP"),
    ("VI", "Vision impairment", "Vision", "SP"),
    ("MSI", "Multi-sensory impairment", "Multi-sensory", "SP"),
    ("PD", "Physical disability", "Physical", "SP"),
    ("ASD", "Autistic spectrum disorder", "Autism", "CI"),
    ("DS", "Down syndrome", "Down syndrome", None),
    ("OTH", "Other difficulty or disability", "Other", None),
    ("NSA", "SEN support but no specialist assessment of type of need", "Not yet assessed", None),
]


def add_codes(apps: Any, schema_editor: Any) -> None:
    area_model = apps.get_model("pupils", "NeedArea")
    type_model = apps.get_model("pupils", "NeedType")
    for code, (name, short) in AREAS.items():
        area_model.objects.create(code=code, name=name, short_name=short)
    for code, name, short, area in TYPES:
        type_model.objects.create(
            code=code,
            name=name,
            short_name=short,
            area_id=area,
            only_with_sen_support=code == "NSA",
            starts_on="2024-09-01" if code == "DS" else None,
        )


def remove_codes(apps: Any, schema_editor: Any) -> None:
    apps.get_model("pupils", "NeedType").objects.all().delete()
    apps.get_model("pupils", "NeedArea").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("pupils", "0002_fences")]

    operations = [migrations.RunPython(add_codes, remove_codes)]
