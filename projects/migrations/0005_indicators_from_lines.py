"""Lines of indicators and the standard indicators that were ticked become rows. No word of them is lost."""

from django.db import migrations

HOW_OFTEN = {
    "monthly": "monthly", "every month": "monthly", "mensuel": "monthly", "mensuelle": "monthly", "mensual": "monthly",
    "quarterly": "quarterly", "every three months": "quarterly", "trimestriel": "quarterly",
    "trimestrielle": "quarterly", "trimestral": "quarterly",
    "twice a year": "half_yearly", "every six months": "half_yearly", "semestriel": "half_yearly",
    "semestrielle": "half_yearly", "semestral": "half_yearly", "deux fois par an": "half_yearly",
    "dos veces al año": "half_yearly",
    "yearly": "yearly", "annual": "yearly", "every year": "yearly", "once a year": "yearly", "annuel": "yearly",
    "annuelle": "yearly", "anual": "yearly",
}
TYPES = {"percent": "percent", "%": "percent", "pour cent": "percent", "por ciento": "percent", "score": "scale"}
DIMENSIONS = ["sex", "age", "disability", "location", "group", "type", "institution", "channel", "language"]
CALLED = {
    "group of self-identification (optional)": "group", "type of dispute": "type", "level of authority": "type",
}
LEVELS = {"output", "outcome", "impact"}


def from_line(line):
    """Six parts apart by | are what, unit, baseline, target, source, how often; anything else is said in the name."""
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 6 or not parts[0] or len(parts[1]) > 80 or any(len(part) > 300 for part in parts[2:4]):
        return {"name": line}
    name, unit, baseline, target, source, often = parts
    frequency = HOW_OFTEN.get(often.lower(), "")
    if often and not frequency:
        source = " · ".join(filter(None, [source, often]))
    if len(source) > 300:
        return {"name": line}
    found = {"name": name, "unit": unit, "baseline": baseline, "target": target, "source": source}
    return found | {"frequency": frequency, "value_type": TYPES.get(unit.lower(), "number")}


def from_term(term):
    said, unit = term.attributes, term.attributes.get("unit", "")
    named = {CALLED.get(part.strip(), part.strip()) for part in said.get("disaggregation", "").split(",")}
    level = said.get("level", "")
    return {
        "term": term,
        "code": term.code,
        "level": level if level in LEVELS else "output",
        "value_type": {"percent": "percent", "score": "scale"}.get(unit, "number"),
        "unit": unit,
        "source": said.get("source", ""),
        "adds_up": level == "output" and unit == "number",
        "disaggregation": [code for code in DIMENSIONS if code in named],
    }


def forwards(apps, schema_editor):
    Answer, Indicator = apps.get_model("projects", "Answer"), apps.get_model("projects", "Indicator")
    Term = apps.get_model("vocabulary", "Term")
    for answer in Answer.objects.filter(field="indicators").order_by("pk").iterator():
        lines = [line.strip() for line in str(answer.value or "").split("\n") if line.strip()]
        for number, line in enumerate(lines, 1):
            row = {"level": "output", "value_type": "text"} | from_line(line)
            Indicator.objects.create(project_id=answer.project_id, code=f"OWN-{number:02d}", **row)
        # The revision counts on from the rows, so that no later indicator gets the number of one of these.
        answer.value, answer.revision = None, answer.revision + len(lines)
        answer.save()
    for answer in Answer.objects.filter(field="standard_indicators").order_by("pk").iterator():
        codes = answer.value if isinstance(answer.value, list) else []
        for term in Term.objects.filter(list="indicators", code__in=codes).order_by("position", "pk"):
            Indicator.objects.create(project_id=answer.project_id, **from_term(term))
        answer.delete()


class Migration(migrations.Migration):

    dependencies = [("projects", "0004_indicators_values_documents")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
