"""On paper each sheet carries the mark of the record, and nothing that was folded is lost."""

from pathlib import Path

import pypdfium2
import pytest
from django.conf import settings

SHEET = (Path(settings.BASE_DIR) / "static" / "css" / "hub.css").read_text(encoding="utf-8")
PAGE = f"""<!DOCTYPE html><style>{SHEET}</style><p class="mark t2">Classification 2: Restricted</p>
<div class="wrap"><main><details><summary>More</summary><p>Folded away.</p></details>{"<p>" + "many words " * 900 + "</p>"}
<button>Press</button></main></div>"""


@pytest.mark.browser
def test_every_sheet_carries_the_mark_and_folded_parts_are_printed(page, tmp_path):
    page.set_content(PAGE)
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    document = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    texts = [sheet.get_textpage().get_text_range() for sheet in document]
    document.close()
    assert len(texts) > 1
    assert ["Classification 2: Restricted" in text for text in texts] == [True] * len(texts)
    assert "Folded away." in texts[0]
    assert "Press" not in "".join(texts)
