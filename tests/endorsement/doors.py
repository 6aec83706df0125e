"""Every page a person can come to by links, and every address of a case: where a second door would be."""

import io
import re
import zipfile

import pypdfium2
from django.urls import URLPattern, get_resolver
from django.utils.html import strip_tags

LEFT = ("/accounts/", "/static/", "/language", "/ui/", "/help/")
CHANGING = re.compile(r'name="(csrfmiddlewaretoken|once|held)" value="[^"]*"|nonce="[^"]*"')


def said(response):
    """All the words of an answer: a page, a sheet unpacked, the text of a PDF."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:4] == b"%PDF":
        document = pypdfium2.PdfDocument(body)
        return " ".join(document[n].get_textpage().get_text_bounded() for n in range(len(document)))
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return CHANGING.sub("", body.decode("utf-8", "replace"))


def walked(client, *starts, most=70):
    """{address: words} of every page that links lead to from these, as far as they open."""
    waiting, found, seen = list(starts), {}, set(starts)
    while waiting and len(seen) < most:
        url = waiting.pop(0)
        response = client.get(url)
        found[url] = f"{response.status_code} {response.headers.get('Location', '')} {said(response)}"
        page = found[url] if "html" in response.headers.get("Content-Type", "") else ""
        for link in re.findall(r'href="(/[^"#]*)', page):
            link = link.replace("&amp;", "&")
            if link not in seen and not link.startswith(LEFT) and "/rows/" not in link:
                seen.add(link)
                waiting.append(link)
    return found


def addresses(case, **parts):
    """Every address of endorsement that names this case, with the parts it asks for besides."""
    found, given = {}, {"ref": case.ref, **parts}
    for pattern in get_resolver("endorsement.urls").url_patterns:
        assert isinstance(pattern, URLPattern)
        route = str(pattern.pattern)
        names = re.findall(r"<\w+:(\w+)>", route)
        if route.startswith("cases/<str:ref>/") and set(names) <= set(given):
            found[pattern.name] = "/" + re.sub(r"<\w+:(\w+)>", lambda name: str(given[name[1]]), route)
    return found


def text(page):
    """What is read on a page."""
    return re.sub(r"\s+", " ", strip_tags(page))
