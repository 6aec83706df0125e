"""Reads of resources, their files and reviews. `visible_to` is the only door, and it fails closed: no live posting, nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from knowledge import kinds, workflow
from knowledge.querysets.relating import RelatedReads
from pvehub import access
from pvehub.access import grants, sight
from pvehub.people.models import Office, User

if TYPE_CHECKING:
    from pvehub.access import Standing

_NOTHING = Q(pk__in=[])
EVERYTHING = Q(pk__isnull=False)


def name_column() -> str:
    """The column of names in the reader's language; English where there is none."""
    language = (get_language() or "en")[:2]
    return f"name_{language if language in ('en', 'fr', 'es') else 'en'}"


def serves(user: User) -> bool:
    return bool(user.is_active and access.standing(user).office_ids)


def offices_around(standing: Standing) -> QuerySet[Office] | None:
    """The offices of the regions this person serves in; None at headquarters: everywhere."""
    offices = {posting.office for posting in standing.postings}
    if any(office.kind == Office.Kind.HQ for office in offices):
        return None
    regions = {office.pk if office.kind == Office.Kind.REGIONAL else office.parent_id for office in offices}
    return Office.objects.filter(Q(pk__in=regions) | Q(parent__in=regions)).order_by()


def _to(resource: str, name: str) -> str:
    """The lookup of a field of the resource, from a row that names it by `resource`, or from the resource itself."""
    return f"{resource}__{name}" if resource else name


def by_tier(standing: Standing, *, resource: str = "", tier: str = "tier") -> Q:
    """The readers of something published: tier 0 all staff, 1 the region and headquarters, 2 officers and heads of the
    owner and partner offices; tier 3 is named persons only, who come in by a grant."""
    around, mission = offices_around(standing), standing.offices("see_drafts")
    near = EVERYTHING if around is None else Q(**{f"{_to(resource, 'owner_office')}__in": around})
    partners = apps.get_model("projects", "Project").partner_offices.through.objects
    ours = Q(**{f"{_to(resource, 'owner_office')}__in": mission}) | Q(
        Exists(partners.filter(project_id=OuterRef(_to(resource, "origin_project")), office_id__in=mission or ()))
    )
    return Q(**{tier: 0}) | (Q(**{tier: 1}) & near) | (Q(**{tier: 2}) & ours)


class ResourceQuerySet(RelatedReads):
    """Resources, seen through the person who asks."""

    @sight.once
    def visible_to(self, user: User) -> Self:
        """Resources of which this person may read the words today."""
        if not serves(user):
            return self.none()
        standing = access.standing(user)
        published = Q(state=workflow.State.PUBLISHED) & (by_tier(standing) | self._trd(standing))
        # Until a curator has read that the words do not give it away, a masked origin is nobody else's to guess.
        reviewed = self._under_review() & self._trd(standing) & Q(is_masked=False)
        return self.filter(self._own(user) | self._curators(standing) | reviewed | published | self._granted(user))

    def tombstones_for(self, user: User) -> Self:
        """Resources that are gone and that this person could read before, or whose text is still theirs to read."""
        if not serves(user):
            return self.none()
        standing = access.standing(user)
        before = (
            by_tier(standing) | self._trd(standing) | self._own(user) | self._curators(standing) | self._granted(user)
        )
        return self.filter(before, state__in=workflow.GONE, published_at__isnull=False)

    @sight.once
    def whole_for(self, user: User) -> Self:
        """Resources whose waiting texts, history and reviews this person may read: authors and those who judge."""
        if not serves(user):
            return self.none()
        standing = access.standing(user)
        sent = (self._under_review() | Q(state=workflow.State.PUBLISHED)) & Q(is_masked=False)
        return self.filter(self._own(user) | self._curators(standing) | (sent & self._trd(standing)))

    @sight.once
    def told_origin_of(self, user: User) -> Self:
        """Resources of which this person may know where they come from: all whose origin is not masked, and of the others
        those they wrote or curate. Whoever asks by project, office, country or person has to ask through this."""
        if not serves(user):
            return self.none()
        return self.filter(Q(is_masked=False) | self._own(user) | self._curators(access.standing(user)))

    @sight.once
    def curated_by(self, user: User) -> Self:
        """Resources in this person's scope as a curator, their own contributions included."""
        return self.filter(self._curators(access.standing(user))) if serves(user) else self.none()

    def of_author(self, user: User) -> Self:
        """What this person contributes, alone or with others."""
        mine = self.model.authors.through.objects.filter(user_id=user.pk, resource_id=OuterRef("pk"))
        return self.visible_to(user).filter(Q(created_by=user) | Exists(mine))

    def _own(self, user: User) -> Q:
        mine = self.model.authors.through.objects.filter(user_id=user.pk, resource_id=OuterRef("pk"))
        return Q(created_by=user) | Q(focal_point=user) | Q(Exists(mine))

    def _under_review(self) -> Q:
        """Sent for the first time and not yet decided. What was declined goes back to its authors and the curators."""
        reviews = apps.get_model("knowledge", "Curation").objects.open().filter(resource=OuterRef("pk"))
        return Q(Exists(reviews), state=workflow.State.DRAFT)

    def _curators(self, standing: Standing) -> Q:
        """Curators in scope, from submission on; what is named persons' only needs a grant for them too."""
        if not standing.anywhere("curate_resources"):
            return _NOTHING
        return Q(submitted_at__isnull=False, tier__lte=2) & standing.within("curate_resources", "owner_office")

    def _trd(self, standing: Standing) -> Q:
        reads = Q(tier__lte=2) if standing.anywhere("review_cases") else _NOTHING
        return reads | Q(tier=3) if standing.anywhere("see_named") else reads

    def _granted(self, user: User) -> Q:
        """A grant opens what is under review or published, never a draft and never what is gone."""
        return (self._under_review() | Q(state=workflow.State.PUBLISHED)) & grants.things(
            user, "see_resource", self.model
        )

    def published(self) -> Self:
        """What readers find."""
        return self.filter(state=workflow.State.PUBLISHED)

    def newest(self) -> Self:
        """The newest published first."""
        return self.order_by("-published_at", "-pk")

    def in_region(self, code: str) -> Self:
        """Owned by an office of the region, or about one of its countries; of a masked origin the region is all that is
        told."""
        about = self.model.countries.through.objects.filter(resource_id=OuterRef("pk"), country__region__code=code)
        office, told = Q(owner_office__code=code), Q(is_masked=False)
        regional = office & Q(owner_office__kind=Office.Kind.REGIONAL)
        return self.filter((told & (office | Q(Exists(about)))) | regional | Q(owner_office__parent__code=code))

    def about_country(self, iso2: str) -> Self:
        """About the country; one row each. A masked origin is finer than a reader may ask, whoever the reader is."""
        return self.filter(
            Exists(self.model.countries.through.objects.filter(resource_id=OuterRef("pk"), country_id=iso2)),
            is_masked=False,
        )

    def followed_by(self, user: User) -> Self:
        """On a theme or about a country that this person follows. Of a masked origin the country is no reason: it would be
        told by who hears of it."""
        follows = apps.get_model("projects", "Follow").objects.filter(user=user)
        followed = follows.filter(theme__isnull=False).annotate(today=Coalesce("theme__merged_into_id", "theme_id"))
        terms = self.model._meta.get_field("themes").related_model.objects
        meant = terms.under(followed.order_by().values("today")).order_by().values("pk")
        countries = follows.filter(country__isnull=False).order_by().values("country")
        themed = self.model.themes.through.objects.filter(resource_id=OuterRef("pk"), term__in=meant)
        about = self.model.countries.through.objects.filter(resource_id=OuterRef("pk"), country__in=countries)
        return self.filter(Q(Exists(themed)) | Q(Exists(about), is_masked=False))

    def themed(self, code: str) -> Self:
        """Tagged with the theme, with one that was merged into it, or with one beneath it; one row each."""
        terms = self.model._meta.get_field("themes").related_model.objects.meaning("themes", code).order_by()
        tags = self.model.themes.through.objects.filter(resource_id=OuterRef("pk"), term__in=terms.values("pk"))
        return self.filter(Exists(tags))

    def of_project(self, project: Any) -> Self:
        """Contributed from the project."""
        return self.filter(origin_project=project)

    def for_list(self) -> Self:
        """What a row shows, in one query however many rows there are; of a masked origin no country, whoever reads."""
        name = name_column()
        countries = self.model.countries.through.objects.filter(
            resource_id=OuterRef("pk"), resource__is_masked=False
        ).order_by(f"country__{name}")
        themes = self.model.themes.through.objects.filter(resource_id=OuterRef("pk")).order_by(
            "term__position", "term_id"
        )
        return self.select_related("owner_office", "owner_office__parent").annotate(
            country_names=ArraySubquery(countries.values(f"country__{name}")),
            theme_names=ArraySubquery(
                themes.values(
                    said=Coalesce(
                        *(NullIf(f"term__merged_into__{name}", Value("")), "term__merged_into__name_en"),
                        *(NullIf(f"term__{name}", Value("")), "term__name_en"),
                    )
                )
            ),
        )

    def for_page(self) -> Self:
        """What the page of one shows beside what a row shows, read with it."""
        people = ("created_by", "focal_point", "verified_by")
        return self.for_list().select_related("published_revision", *people).prefetch_related("authors")

    def for_document(self) -> Self:
        """What a document tells of each, and the names it masks, in a fixed number of queries."""
        people = ("created_by", "focal_point", "verified_by", "verifier")
        rows = self.for_list().select_related("published_revision", "owner_office__country", "origin_project", *people)
        return rows.prefetch_related("authors", "countries", "origin_project__countries", "origin_project__locations")

    def with_newest(self) -> Self:
        """`newest_status` and `newest_title`: where the newest text stands and what it is called."""
        texts = apps.get_model("knowledge", "Revision").objects.filter(resource=OuterRef("pk")).newest()
        return self.annotate(
            newest_status=Subquery(texts.values("status")[:1]), newest_title=Subquery(texts.values("title")[:1])
        )

    def awaiting(self, user: User) -> Self:
        """What waits for this person: texts to curate, and their own that a curator sent back; longest first, in one
        query. `newest_status` tells which, `waits_since` since when."""
        reviews = apps.get_model("knowledge", "Curation").objects
        since = reviews.open().filter(resource=OuterRef("pk")).values("opened_at")[:1]
        own = self.model.objects.of_author(user).values("pk")
        returned = Q(newest_status=workflow.Status.CHANGES_REQUESTED, pk__in=own)
        to_curate = Q(pk__in=reviews.for_curator(user).values("resource"))
        rows = self.with_newest().annotate(waits_since=Subquery(since)).filter(returned | to_curate)
        return rows.select_related("owner_office").order_by("waits_since", "pk")

    def reliable(self, today: date) -> Self:
        """What may be recommended that day: verified as it stands and not past its date, or standing for its year, and
        contested by nobody. What is not stays where it is found."""
        dated = [kind.slug for kind in kinds.KINDS if kind.verify_months is None]
        held = Q(verified_revision=F("published_revision"), verify_by_on__gte=today)
        return self.filter(held | Q(kind__in=dated), contested_at__isnull=True)

    def for_outside(self, today: date) -> Self:
        """What may leave the organization: read by all staff, of a kind made to be passed on, its very text vouched for."""
        vouched = self.reliable(today).filter(verified_revision=F("published_revision"))
        return vouched.filter(tier=0, kind__in=kinds.OUTSIDE)

    def before(self, user: User, today: date, *, limit: int) -> Self:
        """What stands before this person: featured for their region or for a theme they follow, with `featured_why`, and
        the newest. One query; what is both stands in it twice."""
        offices = [posting.office for posting in access.standing(user).postings]
        regions = {office.pk if office.kind == Office.Kind.REGIONAL else office.parent_id for office in offices}
        follows = apps.get_model("projects", "Follow").objects.filter(user=user, theme__isnull=False)
        themes = follows.annotate(today=Coalesce("theme__merged_into_id", "theme_id"))
        features = (
            apps.get_model("knowledge", "Feature")
            .objects.live(today)
            .annotate(theme_today=Coalesce("theme__merged_into_id", "theme_id"))
            .filter(Q(theme_today__in=themes.values("today")) | Q(region__in=regions - {None}))
        )
        why = features.filter(resource=OuterRef("pk")).order_by("-at", "-pk").values("why")[:1]
        rows = self.published().select_related("owner_office__parent")
        first = rows.filter(pk__in=features.values("resource")).annotate(featured_why=Subquery(why)).newest()[:limit]
        newest = rows.annotate(featured_why=Value("", output_field=CharField())).newest()[:limit]
        return newest.union(first, all=True)

    def to_vouch_for(self, user: User, today: date) -> Self:
        """What this person has to say of whether it still holds: near or past its date, or changed since somebody said so;
        as its verifier, in the role behind, or as a curator where the chair is empty or the date a month past. The
        longest overdue first."""
        standing, month = access.standing(user), timedelta(days=workflow.DUE_DAYS)
        mine = Q(verifier=user)
        for posting in standing.postings:
            mine |= Q(verifier_role=posting.role, verifier_office=posting.office_id)
        if standing.anywhere("curate_resources"):
            left = Q(verifier=None) | Q(verify_by_on__lte=today - month)
            mine |= left & standing.within("curate_resources", "owner_office")
        near = Q(verify_by_on__lte=today + month) | ~Q(verified_revision=F("published_revision"))
        dated = [kind.slug for kind in kinds.KINDS if kind.verify_months is None]
        rows = self.visible_to(user).published().filter(mine, near).exclude(kind__in=dated)
        return rows.select_related("verified_revision", "published_revision").order_by("verify_by_on", "pk")

    def keyed_for(self, user: User) -> Iterator[tuple[int, UUID, str, str | None, str | None]]:
        """What each resource that this person may read can be recognized by: (id, permanent number, title, year, link), of
        the published text, or of the newest while there is none. Two queries."""

        def answer(name: str, of: str = "") -> KeyTextTransform:
            return KeyTextTransform(name, F(f"{of}fields"))

        rows = self.visible_to(user).order_by("pk")
        text = apps.get_model("knowledge", "Revision").objects.filter(resource=OuterRef("pk")).newest()
        out = rows.filter(published_revision__isnull=False).annotate(
            said_year=Coalesce(answer("year", "published_revision__"), answer("dated", "published_revision__")),
            said_link=answer("link", "published_revision__"),
        )
        not_yet = rows.filter(published_revision=None).annotate(
            said_year=Subquery(text.values(said=Coalesce(answer("year"), answer("dated")))[:1]),
            said_link=Subquery(text.values(said=answer("link"))[:1]),
        )
        for each in (out, not_yet):
            yield from each.values_list("pk", "uid", "title", "said_year", "said_link").iterator(chunk_size=2000)

    def saying_the_same(self, resource: Any) -> Self:
        """The message line and those that say the same in other languages, English first."""
        ties = apps.get_model("knowledge", "MessageLanguage").objects.all()
        first = ties.filter(resource=resource.pk).values("first")
        among = (
            Q(pk=resource.pk) | Q(pk__in=first) | Q(language_of__first=resource.pk) | Q(language_of__first__in=first)
        )
        at = Case(When(language="en", then=0), When(language="fr", then=1), When(language="es", then=2), default=3)
        return self.filter(among).order_by(at, "language", "pk")

    def without_verifier(self) -> Self:
        """Published, and whoever answers for it does not serve at the office that stands behind it: away, or gone."""
        posted = apps.get_model("people", "Posting").objects.live()
        there = posted.filter(user=OuterRef("verifier"), office=OuterRef("verifier_office"))
        rows = self.published().filter(~Exists(there), verifier__isnull=False)
        return rows.order_by("pk")

    def to_verify(self, today: date) -> Self:
        """Published, and near or past the date on which somebody has to say that it still holds."""
        near = today - timedelta(days=min(workflow.RUNGS))
        return self.published().filter(verify_by_on__lte=near).order_by("verify_by_on", "pk")
