"""What was typed as one line each becomes a row each; an analysis becomes one dated version. No word is lost."""

from datetime import date

from django.db import migrations

# field -> (table of TableRow, column that takes the line)
TABLES = {
    "budget_lines": "purpose",
    "stakeholders": "who",
    "assumptions": "text",
    "other_projects": "project",
    "numbers": "who",
    "negotiation": "text",
}
# The column of a row's form that takes what somebody had typed into the old field and not saved.
DRAFTS = {**TABLES, "locations": "place", "components": "title", "context_analysis": "text"}
# A cell of these columns holds one line of this length; what is longer goes on in the other column.
SHORT = {"purpose": 300, "who": 300, "project": 300}
MORE = {"stakeholders": "interest", "other_projects": "mitigation"}


def lines(text):
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


def cut(line, most):
    """A heading that fits, and the whole line again where it does not."""
    return (line, "") if len(line) <= most else (line[: most - 1] + "…", line)


def cells(table, line):
    column = TABLES[table]
    if column not in SHORT:
        return [{column: line}]
    head, whole = cut(line, SHORT[column])
    if not whole:
        return [{column: line}]
    if table in MORE:
        return [{column: head, MORE[table]: whole}]
    most = SHORT[column]  # no second column for words: the line goes on in the next row
    return [{column: line[start : start + most]} for start in range(0, len(line), most)]


def country_of(project):
    found = list(project.countries.order_by("pk")[:2])
    return found[0] if len(found) == 1 else None


def places(apps, project, text):
    country = country_of(project)
    for line in lines(text):
        head, colon, rest = line.partition(":")
        place, note = (head.strip(), rest.strip()) if colon and 0 < len(head.strip()) <= 200 else cut(line, 200)
        apps.get_model("projects", "Location").objects.create(project=project, country=country, place=place, note=note)


def components(apps, project, text):
    for line in lines(text):
        title, whole = cut(line, 300)
        apps.get_model("projects", "Component").objects.create(project=project, title=title, outcome=whole)


def analysis(apps, project, answer, review):
    try:
        until = date.fromisoformat(review.value) if review and review.value else None
    except (TypeError, ValueError):
        until = None
    written = answer.changed_at.date() if answer and answer.value else project.created_at.date()
    if until and until < written:
        written = until
    if (answer and str(answer.value or "").strip()) or until:
        apps.get_model("projects", "ContextAnalysis").objects.create(
            project=project, text=str(answer.value or "").strip() if answer else "", written_on=written, review_on=until
        )


def forwards(apps, schema_editor):
    Answer, Draft = apps.get_model("projects", "Answer"), apps.get_model("projects", "FieldDraft")
    Row = apps.get_model("projects", "TableRow")
    old = [*TABLES, "locations", "components", "context_analysis", "context_review_on"]
    projects = apps.get_model("projects", "Project").objects.filter(answers__field__in=old).distinct()
    for project in projects.iterator(chunk_size=200):
        answers = {answer.field: answer for answer in Answer.objects.filter(project=project, field__in=old)}
        said = {name: answer.value for name, answer in answers.items()}
        for table in TABLES:
            found = [row for line in lines(said.get(table)) for row in cells(table, line)]
            for position, data in enumerate(found, 1):
                Row.objects.create(project=project, table=table, position=position, data=data)
        places(apps, project, said.get("locations"))
        components(apps, project, said.get("components"))
        analysis(apps, project, answers.get("context_analysis"), answers.get("context_review_on"))
    Answer.objects.filter(field="context_review_on").delete()
    Answer.objects.filter(field__in=old).update(value=None, language="")
    for field, column in DRAFTS.items():
        Draft.objects.filter(field=field).update(field=f"{field}-new-{column}", base="")
    Draft.objects.filter(field="context_review_on").update(field="context_analysis-new-review_on", base="")


class Migration(migrations.Migration):
    dependencies = [("projects", "0008_record")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop, elidable=True)]
