"""Sheets of risks for tests: taken out, changed, brought in, applied."""

import csv
import io
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile

from risks.models import Risk


def here(register, *parts):
    return "/".join(["/risks", register.code, "import", *map(str, parts), ""])


def taken(client, register, kind="csv"):
    return b"".join(client.get(f"/risks/{register.code}/export/?as={kind}").streaming_content)


def lines(content):
    """Header and rows of a CSV that was taken out, each row a dictionary that may be changed."""
    found = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    start = next(n for n, line in enumerate(found) if "register" in line)
    return [dict(zip(found[start], line, strict=True)) for line in found[start + 1 :]]


def as_csv(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def brought(client, register, content, name="risks.csv"):
    """Upload; the page of the dry run or of the columns."""
    answer = client.post(here(register), {"file": SimpleUploadedFile(name, content), "once": uuid.uuid4()})
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(answer.url), answer.url


def verdicts(page):
    return {str(verdict): n for verdict, n in page.context["plan"].counts.items() if n}


def apply(client, page, url, **choices):
    said = {"seen": page.context["plan"].fingerprint, "once": uuid.uuid4()}
    return client.post(f"{url}apply/", said | {f"row-{n[1:]}": value for n, value in choices.items()})


def state(register):
    """All that a sheet might change, without who rated when."""
    rows = Risk.objects.filter(register=register).with_rating().order_by("number")
    return [
        (r.ref, r.category_id, r.cause, r.event, r.consequence, r.owner_id, r.strategy, r.visibility, r.assessment_id)
        for r in rows
    ]
