"""On paper each sheet carries the mark of the record, and nothing that was folded is lost."""

from pathlib import Path

import pypdfium2
import pytest
from django.conf import settings

SHEET = (Path(settings.BASE_DIR) / "static" / "css" / "hub.css").read_text(encoding="utf-8")
PAGE = """<!DOCTYPE html><style>%s</style><header class="top">Top</header>
<aside><p class="mark t2">Classification 2: Restricted</p></aside>
<div class="wrap"><main><details><summary>More</summary><p>Folded away.</p></details>%s
<button>Press</button></main></div>"""
ONE_LONG_TEXT = f"<p>{'many words ' * 900}</p>"
MANY_PANELS = f'<section class="panel"><h2>Why</h2><p>{"many words " * 60}</p></section>' * 20


@pytest.mark.browser
@pytest.mark.parametrize("body", [ONE_LONG_TEXT, MANY_PANELS], ids=["one long text", "many panels"])
def test_every_sheet_carries_the_mark_and_folded_parts_are_printed(body, page, tmp_path):
    page.set_content(PAGE % (SHEET, body))
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    document = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    texts = [sheet.get_textpage().get_text_range() for sheet in document]
    document.close()
    assert len(texts) > 1
    assert ["Classification 2: Restricted" in text for text in texts] == [True] * len(texts)
    assert "Folded away." in texts[0]
    assert "Press" not in "".join(texts)
