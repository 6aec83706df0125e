"""The corpus: name as uploaded, content, and a word of the sentence it is refused with; None where it is taken."""

import gzip
import stat
import zipfile
from collections.abc import Callable

from tests.files import build
from tests.files.build import EICAR, PAGES, SCRIPT, archive, catalog, chunk, docx, pdf, png, relation, stream

KIND, INSIDE, ACTS, INFECTED = "of this kind", "something else inside", "runs scripts", "infected"
MACRO, OUTSIDE, TOO_MUCH, BUILT = "macros", "from elsewhere", "unpacks to far more", "not built as"
HTML = f"<html><script>{SCRIPT}</script>"
ODD = "\u202e"  # turns the direction of writing


def link(kind: str, target: str) -> bytes:
    return docx([("word/_rels/document.xml.rels", relation(kind, target))])


def with_symlink() -> bytes:
    entry = zipfile.ZipInfo("word/link.xml")
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return docx([(entry, "/etc/hostname")])  # type: ignore[list-item]


def locked() -> bytes:
    """Every entry marked as encrypted, in both of its headers."""
    data = bytearray(docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def packed_script(spelled: bytes = b"/ObjStm", filters: bytes = b"/Filter/FlateDecode") -> bytes:
    import zlib

    body = zlib.compress(b"4 0 <</S/JavaScript/JS(app.alert\\(1\\))>>")
    return pdf([*PAGES, stream(body, b"/Type" + spelled + b"/N 1/First 4" + filters)])


TAKEN: dict[str, Callable[[], bytes | str]] = {
    "ok.png": png,
    "ok.pdf": pdf,
    "ok.docx": docx,
    "ok.csv": lambda: "a,b\n1,2\n",
    "ok.txt": lambda: "Une leçon apprise à Niamey.\n",
    "تقرير الحماية — évaluation n°2.pdf": pdf,
    "trailer.png": lambda: png(trailer=HTML.encode()),
    "gps.png": lambda: png(extra=chunk(b"eXIf", build.GPS)),
    "formulas.csv": lambda: 'name\n=1+1\n+1\n-1\n@SUM(A1)\n\t=1\n\r=1\n=HYPERLINK("http://127.0.0.1:9","x")\n＝1+1\n',
    "utf16.csv": lambda: "été,مشروع\n".encode("utf-16"),
    "western.csv": lambda: '"nom; prénom";"âge"\n"Réseau; jeunes";12\n'.encode("cp1252"),
    "hyperlink.docx": lambda: link("hyperlink", "https://www.example.org/report"),
    "../../etc/x.pdf": pdf,
    "a\r\nX-Evil: 1.pdf": pdf,
    'q"uo;te.pdf': pdf,
    "x" * 300 + ".pdf": pdf,
    "shell.php.pdf": pdf,
    "CON.pdf": pdf,
    "a\0b.pdf": pdf,
    "<img src=x onerror=1>.pdf": pdf,
    "%2e%2e%2fx.pdf": pdf,
    "ＲＥＰＯＲＴ．pdf": pdf,
}

REFUSED: list[tuple[str, Callable[[], bytes | str], str]] = [
    ("eicar.txt", lambda: EICAR, INFECTED),
    ("eicar.zip", lambda: archive([("e.com", EICAR)]), KIND),
    ("eicar.docx", lambda: docx([("word/media/x.bin", EICAR * 2)]), INFECTED),
    ("eicar.pdf", lambda: pdf([*PAGES, stream(EICAR.encode())]), INFECTED),
    ("script.svg", lambda: f'<svg xmlns="http://www.w3.org/2000/svg"><script>{SCRIPT}</script></svg>', KIND),
    ("script.svgz", lambda: gzip.compress(b"<svg/>"), KIND),
    ("page.html", lambda: HTML, KIND),
    ("page.png", lambda: HTML, INSIDE),
    ("page.pdf", lambda: HTML, INSIDE),
    ("page.txt", lambda: HTML, INSIDE),
    ("page.csv", lambda: " <!DOCTYPE html>" + HTML, INSIDE),
    ("page.mht", lambda: "MIME-Version: 1.0\nContent-Type: text/html\n\n" + HTML, KIND),
    ("poly.gif", lambda: b"GIF89a/*" + b"\0" * 20 + f"*/=1;{SCRIPT};".encode(), KIND),
    ("html-first.pdf", lambda: pdf(prefix=f"{HTML}<!--".encode()), INSIDE),
    ("html-second.pdf", lambda: b"%PDF-1.7\n" + HTML.encode() + pdf(), "something else at once"),
    ("and-zip.pdf", lambda: pdf() + archive([("a.txt", "x")]), "something else at once"),
    ("javascript.pdf", lambda: pdf(catalog(b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>")), ACTS),
    ("hex.pdf", lambda: pdf(catalog(b"/OpenAction<</S/J#61vaScript/J#53(app.alert\\(1\\))>>")), ACTS),
    ("short.pdf", lambda: pdf(catalog(b"/AA<</O<</JS(app.alert\\(1\\))>>>>")), ACTS),
    ("launch.pdf", lambda: pdf(catalog(b"/OpenAction<</S/Launch/F(calc.exe)>>")), ACTS),
    ("calls-home.pdf", lambda: pdf(catalog(b"/OpenAction<</S/URI/URI(http://127.0.0.1:9/x)>>")), ACTS),
    ("attached.pdf", lambda: pdf(catalog(b"/Names<</EmbeddedFiles<</Names[(e)4 0 R]>>>>")), ACTS),
    ("packed.pdf", packed_script, ACTS),
    ("packed-hex.pdf", lambda: packed_script(b"/Obj#53tm"), ACTS),
    ("packed-twice.pdf", lambda: packed_script(filters=b"/Filter[/ASCIIHexDecode/FlateDecode]"), "cannot be checked"),
    ("packed-badly.pdf", lambda: packed_script().replace(b"x\x9c", b"zz"), "damaged"),
    ("locked.pdf", lambda: pdf(catalog(b"/Encrypt 9 0 R")), "password"),
    ("cut.pdf", lambda: pdf()[:180], "cut off"),
    ("loop.pdf", lambda: pdf([PAGES[0], b"<</Type/Pages/Kids[2 0 R]/Count 9>>"]), "no reader can open"),
    ("deep.pdf", lambda: pdf([*PAGES[:2], b"[" * 50000 + b"]" * 50000]), "no reader can open"),
    ("recovery.pdf", lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 200000, "cut off"),
    ("nothing.pdf", lambda: b"", "empty"),
    ("large.pdf", lambda: b"%PDF-1.7\n" + b"\0" * (26 << 20), "larger than"),
    ("program.pdf", lambda: b"MZ" + b"\0" * 200, INSIDE),
    ("program.docx", lambda: b"\x7fELF" + b"\0" * 200, INSIDE),
    ("old.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504, KIND),
    ("old.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504, INSIDE),
    ("shortcut.url", lambda: "[InternetShortcut]\nURL=file://127.0.0.1/x\n", KIND),
    ("mail.eml", lambda: "From: a@b\nContent-Type: text/html\n\n<script>1</script>", KIND),
    ("macro.docx", lambda: docx([("word/vbaProject.bin", b"\0" * 60)]), MACRO),
    (
        "macro-type.docx",
        lambda: docx(types="<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"),
        MACRO,
    ),
    ("template.docx", lambda: link("attachedTemplate", "http://127.0.0.1:9/t.dotm"), OUTSIDE),
    ("picture.docx", lambda: link("image", "https://127.0.0.1:9/p.png"), OUTSIDE),
    ("share.docx", lambda: link("hyperlink", "file://127.0.0.1/share"), OUTSIDE),
    (
        "dde.docx",
        lambda: docx(document=build.DOCUMENT % "<w:instrText>DDE</w:instrText><w:instrText>AUTO c</w:instrText>"),
        "DDE",
    ),
    (
        "entity.docx",
        lambda: docx(document='<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + build.HELLO),
        "entities",
    ),
    ("laugh.docx", lambda: docx(document=f"<!DOCTYPE d [<!ENTITY i 'ha'>{build.BOMB}]><d>&a;</d>"), "entities"),
    ("entity16.docx", lambda: docx([("word/a.xml", "<!DOCTYPE x>".encode("utf-16"))]), "entities"),
    ("bomb.docx", lambda: docx(document=build.DOCUMENT % ("<w:p/>" * 6_000_000)), TOO_MUCH),
    ("zeros.docx", lambda: docx([("word/media/z.bin", b"\0" * (60 << 20))]), TOO_MUCH),
    ("parts.docx", lambda: docx([(f"word/{number}.xml", b"") for number in range(4000)]), TOO_MUCH),
    ("nested.docx", lambda: docx([("word/embeddings/inner.zip", archive([("a", "x")]))]), "embedded"),
    ("slip.docx", lambda: docx([("../../pvehub-slip.xml", "x")]), BUILT),
    ("absolute.docx", lambda: docx([("/abs.xml", "x")]), BUILT),
    ("symlink.docx", with_symlink, BUILT),
    ("encrypted.docx", locked, BUILT),
    ("twice.docx", lambda: docx([("word/Document.xml", build.HELLO)]), BUILT),
    ("prefix.docx", lambda: docx(prefix=b"PK\x03\x04" + HTML.encode()), "something else at once"),
    ("suffix.docx", lambda: docx() + HTML.encode(), "something else at once"),
    ("really-word.xlsx", docx, INSIDE),
    ("cut.docx", lambda: docx()[:-40], "damaged"),
    ("broken.docx", lambda: docx(document="<w:document"), "no reader can open"),
    ("wide.csv", lambda: ",".join(f"c{number}" for number in range(200000)) + "\n", "columns"),
    ("quote.csv", lambda: 'a,b\n"unclosed,1\n', "quotation mark"),
    ("nul.csv", lambda: b"a,b\n1,2\n" + b"\0" * 100, INSIDE),
    ("cell.csv", lambda: "a\n" + "x" * 110_000, "far too long"),
    ("packed.csv", lambda: gzip.compress(b"\0" * 100_000), INSIDE),
    ("half.csv", lambda: "é".encode("utf-16")[:3], "letters of this file"),
    ("flood.png", lambda: png(60000, 60000), "too many pixels"),
    ("words.png", lambda: png(extra=chunk(b"zTXt", b"k\0\0" + build.zeros(64))), "damaged"),
    ("cut.png", lambda: png()[:40], "damaged"),
    ("really-png.jpg", png, INSIDE),
    ("sound.webp", lambda: b"RIFF\x24\0\0\0WAVEfmt ", "damaged"),
    (f"annexe{ODD}fdp.exe", pdf, KIND),
    ("report.pdf.exe", pdf, KIND),
    (".htaccess", pdf, KIND),
    ("..", pdf, KIND),
]
