"""The engines a collection is put into: the portal's own, in a schema of its own, and Tantivy to compare it with."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from pvehub import index
from pvehub.index import loading
from pvehub.index.models import SearchDoc, Synonym
from pvehub.management.evaluation.collection import Collection, Refused
from pvehub.management.evaluation.measuring import DEEP, Search

PAGE = 10  # hits shown with their passages, as a page would


@contextmanager
def ours(collection: Collection) -> Iterator[Search]:
    """The portal's index, filled with the collection and asked by the code that pages ask with.

    It stands in a schema of its own, in a transaction that is never committed: whatever ends the command, nothing of it
    is left, and nobody else ever sees it. The synonyms are a copy of those in use on this site.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            _tables(cursor)
        loading.load_reference()
        index.put_many(
            index.Item("resource", number, document.title, [document.text], document.language)
            for number, document in enumerate(collection.documents, start=1)
        )
        index.refresh()
        with connection.cursor() as cursor:
            for model in apps.get_app_config("index").get_models():
                cursor.execute(f"analyze {model._meta.db_table}")
        allowed = {"resource": SearchDoc.objects.filter(kind="resource").values("thing_id")}

        def search(question: str) -> list[str]:
            found = index.ask(question, allowed=allowed, limit=PAGE).top[:DEEP]
            return [collection.documents[number - 1].id for _, number in found]

        try:
            yield search
        finally:
            transaction.set_rollback(True)


def _tables(cursor: CursorWrapper) -> None:
    """Empty tables of the index in a new schema that shadows the site's until the transaction ends."""
    cursor.execute("select current_schema()")
    site, schema = cursor.fetchone()[0], f"evaluate_{secrets.token_hex(8)}"
    cursor.execute(f'create schema "{schema}"')
    cursor.execute(f'set local search_path to "{schema}", "{site}"')
    for model in apps.get_app_config("index").get_models():
        table = model._meta.db_table
        cursor.execute(f'create table "{schema}".{table} (like "{site}".{table} including all)')
    table = Synonym._meta.db_table
    columns = ", ".join(field.column for field in Synonym._meta.concrete_fields if not field.primary_key)
    cursor.execute(f'insert into "{schema}".{table} ({columns}) select {columns} from "{site}".{table} order by id')


@contextmanager
def tantivy(collection: Collection) -> Iterator[Search]:
    """Tantivy in memory, its English stemmer, BM25 over title and text, any word will do."""
    try:
        import tantivy as other
    except ImportError:
        raise Refused("Tantivy is not installed; it comes with the development requirements.") from None
    builder = other.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("title", tokenizer_name="en_stem")
    builder.add_text_field("text", tokenizer_name="en_stem")
    held = other.Index(builder.build())
    writer = held.writer(num_threads=1)
    for document in collection.documents:
        writer.add_document(other.Document(id=document.id, title=document.title, text=document.text))
    writer.commit()
    writer.wait_merging_threads()
    held.reload()
    searcher = held.searcher()

    def search(question: str) -> list[str]:
        # Its query language knows operators; a question of people has none.
        words = " ".join(re.findall(r"\w+", question.lower()))
        found = searcher.search(held.parse_query(words, ["title", "text"]), DEEP).hits if words else []
        return [searcher.doc(address)["id"][0] for _, address in found]

    yield search
