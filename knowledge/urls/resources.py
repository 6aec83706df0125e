"""Addresses of the repository, grouped like a site map."""

from django.urls import path

from knowledge import views

urlpatterns = [
    path("", views.resource_list, name="resource-list"),
    # contributing
    path("contribute/", views.resource_contribute, name="resource-contribute"),
    path("contribute/<slug:kind>/", views.resource_new, name="resource-new"),
    path("scope/", views.scope, name="scope"),
    path("principles/", views.principles, name="principles"),
    path("mine/", views.contribution_list, name="contribution-list"),
    path("<uuid:uid>/edit/", views.resource_edit, name="resource-edit"),
    path("<uuid:uid>/send/", views.resource_submit, name="resource-submit"),
    path("<uuid:uid>/files/", views.attachment_add, name="attachment-add"),
    path("<uuid:uid>/files/<int:pk>/", views.attachment_download, name="attachment-download"),
    path("<uuid:uid>/files/<int:pk>/text/", views.attachment_preview, name="attachment-preview"),
    path("<uuid:uid>/files/<int:pk>/remove/", views.attachment_remove, name="attachment-remove"),
    # references in and out
    path("references/", views.reference_list, name="reference-list"),
    path("references/<int:pk>/", views.reference_detail, name="reference-detail"),
    path("references/<int:pk>/decide/", views.reference_decide, name="reference-decide"),
    path("references/<int:pk>/drafts/", views.reference_bring_in, name="reference-bring-in"),
    path("references/<int:pk>/drop/", views.reference_drop, name="reference-drop"),
    path("export/<slug:format>/", views.resource_export, name="resource-export"),
    path("<uuid:uid>/cite/<slug:format>/", views.resource_cite, name="resource-cite"),
    # curating
    path("queue/", views.curation_queue, name="curation-queue"),
    path("<uuid:uid>/review/", views.curation_review, name="curation-review"),
    path("<uuid:uid>/claim/", views.curation_claim, name="curation-claim"),
    path("<uuid:uid>/agree/", views.curation_second, name="curation-second"),
    # collections and reading lists
    path("collections/", views.collection_list, name="collection-list"),
    path("collections/new/", views.collection_new, name="collection-new"),
    path("collections/<uuid:uid>/", views.collection_detail, name="collection-detail"),
    path("collections/<uuid:uid>/edit/", views.collection_edit, name="collection-edit"),
    path("collections/<uuid:uid>/end/", views.collection_end, name="collection-end"),
    path("collections/<uuid:uid>/export/<slug:format>/", views.collection_export, name="collection-export"),
    path("collections/<uuid:uid>/assign/", views.collection_assign, name="collection-assign"),
    path("collections/<uuid:uid>/items/<int:pk>/", views.collection_item, name="collection-item"),
    path("readings/<int:pk>/mark/", views.reading_mark, name="reading-mark"),
    path("readings/<int:pk>/end/", views.assignment_end, name="assignment-end"),
    path("<uuid:uid>/collect/", views.resource_collect, name="resource-collect"),
    path("<uuid:uid>/hand-back/", views.curation_hand_back, name="curation-hand-back"),
    # what is new
    path("new/", views.news_list, name="news-list"),
    # feeds
    path("feeds/", views.feed_list, name="feed-list"),
    path("feeds/atom/", views.feed, name="feed"),
    # what is missing
    path("gaps/", views.gap_map, name="gap-map"),
    # the vocabularies
    path("terms/", views.vocabulary_index, name="vocabulary-index"),
    path("terms/<int:pk>/", views.term_edit, name="term-edit"),
    path("terms/<int:pk>/merge/", views.term_merge, name="term-merge"),
    path("terms/<int:pk>/retire/", views.term_retire, name="term-retire"),
    path("terms/<int:pk>/review/", views.term_review, name="term-review"),
    path("terms/<slug:name>/", views.vocabulary_tree, name="vocabulary-tree"),
    path("terms/<slug:name>/add/", views.term_add, name="term-add"),
    # one resource
    path("<uuid:uid>/", views.resource_detail, name="resource-detail"),
    path("<uuid:uid>/texts/", views.resource_history, name="resource-history"),
    path("<uuid:uid>/texts/<int:number>/", views.revision_detail, name="revision-detail"),
    path("<uuid:uid>/supersede/", views.resource_supersede, name="resource-supersede"),
    path("<uuid:uid>/withdraw/", views.resource_withdraw, name="resource-withdraw"),
    path("<uuid:uid>/follow/", views.resource_follow, name="resource-follow"),
    path("<uuid:uid>/unfollow/", views.resource_unfollow, name="resource-unfollow"),
    path("<uuid:uid>/verify/", views.resource_verify, name="resource-verify"),
    path("verifying/", views.verification_list, name="verification-list"),
    path("verifying/give/", views.verification_give, name="verification-give"),
    path("<uuid:uid>/feature/", views.resource_feature, name="resource-feature"),
    path("<uuid:uid>/features/<int:pk>/end/", views.feature_end, name="feature-end"),
    path("<uuid:uid>/contest/", views.resource_contest, name="resource-contest"),
    path("<uuid:uid>/contests/<int:pk>/", views.contest_answer, name="contest-answer"),
    path("<uuid:uid>/mask/", views.resource_mask, name="resource-mask"),
    path("<uuid:uid>/unmask/", views.resource_unmask, name="resource-unmask"),
    path("<uuid:uid>/archive/", views.resource_archive, name="resource-archive"),
    path("<uuid:uid>/restore/", views.resource_restore, name="resource-restore"),
]
