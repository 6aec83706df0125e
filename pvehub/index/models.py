"""The tables of the index. Copies only: they can be rebuilt at any time.

Who sees what stands with the things themselves.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _


class SearchDoc(models.Model):
    """A chunk of a thing (part 0) or of one of its attachments (part n), as it is ranked and shown.

    `facets` packs region, language, part, kind and restricted (items.py); restricted documents are in no statistic.
    """

    kind = models.CharField(max_length=20)
    thing_id = models.BigIntegerField()
    part = models.BigIntegerField(default=0)
    chunk = models.IntegerField(default=0)
    language = models.CharField(max_length=10)
    tier = models.SmallIntegerField(default=0)
    facets = models.IntegerField()
    title = models.TextField()
    body = models.TextField(blank=True)
    tsv = SearchVectorField()
    length = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing_id", "part", "chunk"], name="index_one_doc_per_chunk"),
        ]
        indexes = [
            # Ranking needs only these columns of a matching document, never its text.
            models.Index(
                fields=["id"], include=["kind", "thing_id", "part", "chunk", "language"], name="index_doc_narrow"
            ),
            GinIndex(fields=["tsv"], name="index_doc_tsv"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}.{self.part}.{self.chunk}"


class Lexeme(models.Model):
    """A stem and the number of unrestricted documents that hold it, as counted at the last upkeep.

    The id is made from the word itself, so that writers need not meet on this table. Id 0 counts the documents, id 1 the
    words in them.
    """

    id = models.BigIntegerField(primary_key=True)
    word = models.TextField()
    df = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.word


class Tally(models.Model):
    """A change of a lexeme's count that upkeep has not folded in yet.

    Adding a row locks nobody out; updating the count of a common word would make every writer wait for every other.
    """

    id = models.BigAutoField(primary_key=True)
    lexeme_id = models.BigIntegerField()
    word = models.TextField(null=True)
    delta = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["lexeme_id"], include=["delta"], name="index_tally_by_lexeme")]

    def __str__(self) -> str:
        return f"{self.word} {self.delta:+d}"


class Posting(models.Model):
    """How often a lexeme stands in a document, of how many words. What that is worth depends on the average length of
    what all staff may read, and is reckoned when it is asked.

    With the thing and the facets beside it, ranking what all staff may read never looks at a document.
    """

    pk = models.CompositePrimaryKey("doc_id", "lexeme_id")
    lexeme_id = models.BigIntegerField()
    thing_id = models.BigIntegerField()
    doc = models.ForeignKey(SearchDoc, on_delete=models.CASCADE, db_index=False)
    tf = models.SmallIntegerField()
    length = models.SmallIntegerField()
    facets = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lexeme_id", "doc"],
                include=["tf", "length", "facets", "thing_id"],
                name="index_one_posting_per_lexeme",
            ),
        ]
        indexes = [
            # All but open resources, as gates.to_ask says it: what has to be asked is found without reading what has not.
            models.Index(
                fields=["lexeme_id", "doc"],
                include=["thing_id", "facets"],
                condition=~models.Q(Exact(models.F("facets").bitand(31), 2)),
                name="index_posting_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lexeme_id} in {self.doc_id}"


class Vocab(models.Model):
    """A word as people write it, from unrestricted documents only; refreshed by upkeep, read by what suggests words."""

    word = models.TextField(primary_key=True)
    folded = models.TextField()  # without accents, which is how words are compared
    df = models.IntegerField()

    class Meta:
        indexes = [GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="index_vocab_trigrams")]

    def __str__(self) -> str:
        return self.word


class Synonym(models.Model):
    """A term and another way to say it, applied when a question is asked; effective at once."""

    class Source(models.TextChoices):
        REFERENCE = "reference", _("Reference data")
        CURATOR = "curator", _("Curator")

    term = models.CharField(_("term"), max_length=200)
    key = models.CharField(max_length=200, db_index=True)  # words.key(term), what a question is compared with
    expansion = models.CharField(_("also means"), max_length=200)
    language = models.CharField(_("language of the expansion"), max_length=10, blank=True)
    weight = models.FloatField(_("weight"), default=0.8)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.CURATOR)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        constraints = [
            models.UniqueConstraint(fields=["term", "expansion"], name="index_one_synonym_per_pair"),
            models.CheckConstraint(condition=models.Q(weight__gt=0, weight__lte=1), name="index_synonym_weight"),
            models.CheckConstraint(
                condition=~models.Q(term=models.F("expansion")), name="index_synonym_says_something_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term} = {self.expansion}"
