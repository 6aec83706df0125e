"""Addresses of guidance, of drafts before colleagues, of approvals and of what is negotiated with donors."""

from django.urls import path

from knowledge.views import approving, consulting, guidance, negotiating, translating

urlpatterns = [
    # the library, and how it is cited
    path("guidance/", guidance.guidance_list, name="guidance-list"),
    path("guidance/donors/", guidance.donor_topic, name="donor-topic"),
    path("guidance/<int:number>/", guidance.guidance_detail, name="guidance-detail"),
    path("guidance/<int:number>/<str:clause>/", guidance.clause_detail, name="clause-detail"),
    path("<uuid:uid>/comments/", guidance.disposition_table, name="disposition-table"),
    # drafts before colleagues
    path("consultations/", consulting.consultation_list, name="consultation-list"),
    path("consultations/<int:pk>/", consulting.consultation_detail, name="consultation-detail"),
    path("consultations/<int:pk>/comment/", consulting.consultation_comment, name="consultation-comment"),
    path("consultations/<int:pk>/end/", consulting.consultation_end, name="consultation-end"),
    path("consultations/comments/<int:pk>/", consulting.comment_dispose, name="comment-dispose"),
    path("consultations/comments/<int:pk>/take-back/", consulting.comment_take_back, name="comment-take-back"),
    path("<uuid:uid>/consult/", consulting.consultation_open, name="consultation-open"),
    # words that go outside
    path("<uuid:uid>/approve/<slug:version>/", approving.message_approve, name="message-approve"),
    path("<uuid:uid>/approvals/<int:pk>/withdraw/", approving.approval_withdraw, name="approval-withdraw"),
    path("<uuid:uid>/languages/", translating.message_versions, name="message-versions"),
    path("<uuid:uid>/languages/begin/", translating.message_translate, name="message-translate"),
    # with the donors
    path("negotiations/<str:ref>/", negotiating.negotiation_detail, name="negotiation-detail"),
]
