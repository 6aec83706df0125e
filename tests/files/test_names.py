"""Names of files, made harmless."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pvehub.files.names import MOST, extension_of, safe_name
from tests.machinery.amount import some


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("تقرير الحماية — évaluation n°2.pdf", "تقرير الحماية — évaluation n°2.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\Budget.XLSX", "Budget.xlsx"),
        ("a\r\nX-Evil: 1.pdf", "aX-Evil_ 1.pdf"),
        ("annexe\u202efdp.exe", "annexefdp.exe"),
        ("shell.php.pdf", "shell php.pdf"),
        (".htaccess", "htaccess"),
        ("..", "file"),
        ("CON.pdf", "_CON.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("<img src=x onerror=1>.pdf", "_img src=x onerror=1_.pdf"),
        ("%2e%2e%2fx.pdf", "_2e_2e_2fx.pdf"),
        ("ＲＥＰＯＲＴ．pdf", "REPORT.pdf"),
        ("", "file"),
    ],
)
def test_a_name_is_made_safe(given_name: str, safe: str) -> None:
    assert safe_name(given_name) == safe


@settings(deadline=None, max_examples=some(100))
@given(st.text(max_size=400))
def test_whatever_a_name_was_it_is_safe_and_stays_so(name: str) -> None:
    safe = safe_name(name)

    assert safe and len(safe) <= MOST and safe == safe_name(safe)
    assert not safe.startswith((".", " ")) and not set(safe) & set('/\\\0\r\n"<>|*?:;')
    assert safe.count(".") <= 1
    assert extension_of(name) == (safe.rpartition(".")[2] if "." in safe else "")
