"""The vocabularies: kept by curators of headquarters, never deleted, merged by a redirect that is resolved when read."""

import pytest
from django.urls import reverse

from knowledge import actions
from knowledge.actions.terms import Said, tree
from knowledge.models import Resource
from knowledge.views.contributing import _as_written
from projects.filters import asked
from projects.models import Follow, Project
from projects.views import listing  # noqa: F401  (the pages below are drawn with it)
from pvehub import access
from pvehub.audit.models import Event
from pvehub.vocabulary.loading import load_terms
from pvehub.vocabulary.models import Term
from tests import make

pytestmark = pytest.mark.django_db


def codes(name="themes"):
    return [term.code for term in Term.objects.of(name)]


def test_a_new_term_has_a_code_of_its_own_and_stands_where_it_was_put():
    first, last = make.term("themes", "A"), make.term("themes", "B")
    Term.objects.filter(pk=last.pk).update(position=1)

    made = actions.add_term("themes", Said("Climate and security", after=first), by=make.curator())
    again = actions.add_term("themes", Said("Climate, and security"), by=make.administrator())

    assert (made.code, again.code) == ("climate-and-security", "climate-and-security-2")
    assert codes() == [again.code, "A", made.code, "B"]
    assert Event.objects.of(made).get().verb == "knowledge.term_added"


@pytest.mark.parametrize("who", ["officer", "specialist", "head", "reviewer"])
def test_only_headquarters_curators_and_administrators_change_the_vocabularies(who):
    term = make.term()

    with pytest.raises(access.Refused):
        actions.edit_term(term, Said("Other"), by=getattr(make, who)(), seen=1)

    term.refresh_from_db()
    assert term.version == 1


def test_new_names_are_a_new_version_in_the_history_and_count_as_not_reviewed_until_somebody_else_reads_them(as_):
    term, curator = make.term(), make.curator()
    Term.objects.filter(pk=term.pk).update(is_reviewed=True)

    actions.edit_term(term, Said("Social cohesion", "Cohésion", "Cohesión"), by=curator, seen=1)

    term.refresh_from_db()
    assert (term.name_fr, term.version, term.is_reviewed) == ("Cohésion", 2, False)
    assert Event.objects.of(term).get().changes["name_fr"] == ["SOCOH", "Cohésion"]
    review = reverse("knowledge:term-review", args=[term.pk])
    assert as_(curator).post(review).status_code == 403
    assert as_(make.curator()).post(review).status_code == 302
    term.refresh_from_db()
    assert term.is_reviewed and term.version == 3


def test_whoever_read_an_older_version_keeps_the_words_and_changes_nothing():
    term, curator = make.term(), make.curator()
    actions.edit_term(term, Said("One"), by=curator, seen=1)

    with pytest.raises(access.Moved) as moved:
        actions.edit_term(term, Said("Two"), by=make.curator(), seen=1)

    assert "Two" in moved.value.kept.values()
    assert Term.objects.get(pk=term.pk).name_en == "One"


def test_saving_what_is_there_makes_no_version():
    term = make.term()

    actions.edit_term(term, Said("SOCOH", "SOCOH", "SOCOH"), by=make.curator(), seen=1)

    assert Term.objects.get(pk=term.pk).version == 1 and not Event.objects.of(term).exists()


def test_a_list_is_a_tree_three_deep_without_circles_and_without_doubles():
    curator = make.curator()
    above = make.term("drivers", "TOP", "Grievances")
    middle = actions.add_term("drivers", Said("Land", parent=above), by=curator)
    lowest = actions.add_term("drivers", Said("Water", parent=middle), by=curator)
    known = {term.pk: term for term in Term.objects.of("drivers")}
    for term in known.values():
        term.parent = known.get(term.parent_id)

    assert [(depth, term.code) for depth, term in tree(list(known.values()))] == [(0, "TOP"), (1, "land"), (2, "water")]
    with pytest.raises(access.Unmet, match="three terms deep"):
        actions.add_term("drivers", Said("Wells", parent=known[lowest.pk]), by=curator)
    with pytest.raises(access.Unmet, match="beneath itself"):
        actions.edit_term(above, Said("Grievances", parent=known[lowest.pk]), by=curator, seen=1)
    with pytest.raises(access.Unmet, match="has “Land” already"):
        actions.add_term("drivers", Said("LÁND"), by=curator)


def test_what_curators_changed_is_not_taken_back_by_the_files():
    make.reference()
    term = Term.objects.get(list="themes", code="SOCOH")
    actions.edit_term(term, Said("Living together", "Vivre ensemble", "Convivencia"), by=make.curator(), seen=1)
    order = codes()

    load_terms()

    term.refresh_from_db()
    assert term.name_en == "Living together" and codes() == order


def test_a_retired_term_is_offered_no_more_and_stays_on_the_record_that_has_it():
    term, kept = make.term("themes", "OLD", "Old"), make.term("themes", "KEPT", "Kept")
    resource = make.resource(themes=[term])

    actions.retire_term(term, by=make.curator())

    term.refresh_from_db()
    assert codes() == ["KEPT"]
    assert [each.code for each in Term.objects.kept("themes", [term])] == ["KEPT", "OLD"]
    assert [each.code for each in Term.objects.kept("themes", [])] == [kept.code]
    assert Resource.objects.visible_to(make.officer()).themed("OLD").for_list().get().theme_names == ["Old"]
    assert resource.themes.get() == term


def test_a_merge_is_a_redirect_that_lists_filters_and_forms_resolve_and_records_keep_their_code():
    reader = make.officer()
    resource = make.resource(themes=[make.term("themes", "OLD", "Old OLD")])
    first, second = make.merged("OLD", "NEW")

    for code in ("OLD", "NEW"):
        assert Resource.objects.visible_to(reader).themed(code).get() == resource
    assert Resource.objects.visible_to(reader).for_list().get(pk=resource.pk).theme_names == ["New NEW"]
    assert [term.code for term in resource.themes.all()] == ["OLD"]
    assert [term.name for term in resource.themes.all()] == ["New NEW"]
    written = _as_written(resource, resource.revisions.newest().first())
    assert [term.code for term in Term.objects.kept("themes", written["themes"])] == ["OLD"]
    assert not Resource.objects.visible_to(reader).themed("NEVER").exists()


def test_no_redirect_leads_to_another_and_what_stood_beneath_moves_on():
    curator = make.curator()
    first, second = make.merged("A", "B")
    child = actions.add_term("themes", Said("Child", parent=second), by=curator)
    third = make.term("themes", "C")

    actions.merge_term(second, into=third, by=curator)

    assert [Term.objects.get(pk=term.pk).merged_into for term in (first, second)] == [third, third]
    assert Term.objects.get(pk=child.pk).parent == third
    with pytest.raises(access.Refused):
        actions.merge_term(third, into=Term.objects.get(pk=child.pk), by=curator)


def test_a_project_is_found_by_either_code_named_by_the_new_one_and_measured_by_its_own():
    officer = make.officer()
    project = make.project(manager=officer, office="UG")
    project.themes.set([make.term("themes", "OLD", "Old OLD")])
    make.merged("OLD", "NEW")

    for code in ("OLD", "NEW"):
        found = asked(officer, {"theme": code})
        assert found.is_valid() and [row.pk for row in found.qs] == [project.pk], code
    from projects.content import read

    record = read(Project.objects.get(pk=project.pk))
    assert (record.data["themes"], record.words["themes"]) == (["OLD"], "New NEW")
    assert [term.code for term in Term.objects.kept("themes", project.themes.all())][0] == "OLD"


def test_who_follows_a_theme_hears_of_what_was_merged_into_it_and_of_what_it_was_merged_into():
    reader = make.officer("KE")
    old, new = make.merged("OLD", "NEW")
    child = actions.add_term("themes", Said("Beneath", parent=new), by=make.curator())
    follows = {term.code: Follow.objects.create(user=reader, theme=term) for term in (old, new, child)}

    def heard(*names):
        return set(Follow.objects.filter(theme__in=Follow.themes_holding(names)))

    assert heard("OLD") == heard("NEW") == {follows["OLD"], follows["NEW"]}
    assert heard(child.code) == set(follows.values())


def test_the_preview_counts_what_the_curator_reads_and_the_page_merges(as_):
    curator, theme, stays = make.curator(), make.term("themes", "OLD", "Old"), make.term("themes", "NEW", "New")
    make.resource(themes=[theme])
    make.resource(themes=[theme], state="draft")  # its author's alone
    client, url = as_(curator), reverse("knowledge:term-merge", args=[theme.pk])

    page = client.get(url, {"into": stays.pk}).content.decode()

    assert "Lessons: 1" in page
    assert client.post(url, {"into": stays.pk}).status_code == 302
    assert Term.objects.get(pk=theme.pk).merged_into == stays
    assert client.get(url).status_code == 404


def test_the_preview_counts_activities_of_the_projects_that_the_curator_reads_whole(as_):
    old, new = make.term("approach-tags", "OLD", "Old"), make.term("approach-tags", "NEW", "New")
    for office in ("UG", "NE"):
        project = make.project(manager=make.officer(office), office=office)
        for _ in range(2):
            project.activities.create(text="Debates").approaches.add(old)
    officer, curator = make.officer("UG"), make.curator()
    make.posting(officer, role="curator", office="HQ")
    url = reverse("knowledge:term-merge", args=[old.pk])

    theirs, hers = (as_(who).get(url, {"into": new.pk}).content.decode() for who in (officer, curator))

    assert "Activities of projects: 2" in theirs  # of her mission; those of Niamey are not hers to read
    assert "Activities of projects" not in hers


def test_the_pages_of_a_list_cost_the_same_with_3_and_60_terms(as_, django_assert_max_num_queries):
    client = as_(make.curator())
    for number in range(60):
        make.term("themes", f"T{number}")
    client.get(reverse("knowledge:vocabulary-index"))

    for url in ("knowledge:vocabulary-index", ("knowledge:vocabulary-tree", "themes")):
        name, *args = [url] if isinstance(url, str) else url
        with django_assert_max_num_queries(12):
            assert client.get(reverse(name, args=args)).status_code == 200


def test_a_term_is_added_and_renamed_by_its_pages_and_a_double_keeps_what_was_typed(as_):
    client, term = as_(make.curator()), make.term("stages", "design", "Design")
    add = reverse("knowledge:term-add", args=["stages"])

    refused = client.post(add, {"name_en": "Design", "name_fr": "Conception"})
    made = client.post(add, {"name_en": "Closing", "after": term.pk, "is_emerging": "on"})

    assert refused.status_code == 422 and "Conception" in refused.content.decode()
    assert "This list has “Design” already." in refused.content.decode()
    assert made.status_code == 302 and codes("stages") == ["design", "closing"]
    assert client.get(reverse("knowledge:vocabulary-tree", args=["stages"])).content.decode().count("Emerging") == 1
    assert client.get(reverse("knowledge:term-add", args=["risk-categories"])).status_code == 404
