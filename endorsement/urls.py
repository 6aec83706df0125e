"""The addresses of endorsement: the cases behind sign-in, and the public check of a letter."""

from django.urls import path

from endorsement import views

app_name = "endorsement"
urlpatterns = [
    path("cases/", views.case_list, name="case-list"),
    path("cases/of/<str:ref>/open/", views.case_open, name="case-open"),
    path("cases/<str:ref>/", views.case_detail, name="case-detail"),
    path("cases/<str:ref>/versions/<int:number>/", views.version_detail, name="version-detail"),
    path("cases/<str:ref>/versions/<int:before>/<int:after>/", views.version_diff, name="version-diff"),
    path("cases/<str:ref>/letters/<int:pk>/", views.letter_download, name="letter-download"),
    # the project's side
    path("cases/<str:ref>/submit/", views.case_submit, name="case-submit"),
    path("cases/<str:ref>/clear/", views.case_clear, name="case-clear"),
    path("cases/<str:ref>/send-back/", views.case_send_back, name="case-send-back"),
    path("cases/<str:ref>/answer/", views.case_answer, name="case-answer"),
    path("cases/<str:ref>/withdraw/", views.case_withdraw, name="case-withdraw"),
    # TRD's side
    path("cases/<str:ref>/screen/", views.case_screen, name="case-screen"),
    path("cases/<str:ref>/advise/", views.case_advise, name="case-advise"),
    path("cases/<str:ref>/out-of-scope/", views.case_out_of_scope, name="case-out-of-scope"),
    path("cases/<str:ref>/out-of-scope/<int:pk>/", views.scope_answer, name="scope-answer"),
    path("cases/<str:ref>/readers/", views.case_assign, name="case-assign"),
    path("cases/<str:ref>/clearances/ask/", views.clearance_ask, name="clearance-ask"),
    path("cases/<str:ref>/clearances/<int:pk>/", views.clearance_give, name="clearance-give"),
    path("cases/<str:ref>/declare/", views.case_declare, name="case-declare"),
    path("cases/<str:ref>/review/", views.case_review, name="case-review"),
    path("cases/<str:ref>/review/carry/", views.review_carry, name="review-carry"),
    path("cases/<str:ref>/return/", views.case_return, name="case-return"),
    path("cases/<str:ref>/conclude/", views.case_conclude, name="case-conclude"),
    path("cases/<str:ref>/red-line/", views.case_red_line, name="case-red-line"),
    path("cases/<str:ref>/findings/<int:pk>/", views.finding_judge, name="finding-judge"),
    path("cases/<str:ref>/hold/", views.case_hold, name="case-hold"),
    path("cases/<str:ref>/resume/", views.case_resume, name="case-resume"),
    # threads
    path("cases/<str:ref>/comment/", views.case_comment, name="case-comment"),
    path("cases/<str:ref>/threads/<int:pk>/reply/", views.thread_reply, name="thread-reply"),
    path("cases/<str:ref>/threads/<int:pk>/resolve/", views.thread_resolve, name="thread-resolve"),
    path("cases/<str:ref>/suggestions/<int:pk>/accept/", views.suggestion_accept, name="suggestion-accept"),
    path("cases/<str:ref>/responses/", views.case_responses, name="case-responses"),
    # the deciding seat
    path("cases/<str:ref>/propose/", views.case_propose, name="case-propose"),
    path("cases/<str:ref>/proposal/take/", views.proposal_take, name="proposal-take"),
    path("cases/<str:ref>/resources/", views.case_resources, name="case-resources"),
    path("cases/<str:ref>/resources/<uuid:uid>/", views.citation_write, name="citation-write"),
    path("cases/<str:ref>/words/<slug:form>/", views.case_words, name="case-words"),
    path("cases/<str:ref>/decide/", views.case_decide, name="case-decide"),
    path("cases/<str:ref>/endorse/", views.case_endorse, name="case-endorse"),
    path("cases/<str:ref>/refuse/", views.case_refuse, name="case-refuse"),
    path("cases/<str:ref>/recall/", views.case_recall, name="case-recall"),
    path("cases/<str:ref>/reopen/", views.case_reopen, name="case-reopen"),
    path("cases/<str:ref>/ask-to-reopen/", views.case_ask_to_reopen, name="case-ask-to-reopen"),
    # the life of the project
    path("life/<str:ref>/activate/", views.project_activate, name="project-activate"),
    path("life/<str:ref>/begin-closing/", views.project_begin_closing, name="project-begin-closing"),
    path("life/<str:ref>/continue/", views.project_continue, name="project-continue"),
    path("life/<str:ref>/close/", views.project_close, name="project-close"),
    path("life/<str:ref>/waive-lesson/", views.lesson_waive, name="lesson-waive"),
    path("life/<str:ref>/cancel/", views.project_cancel, name="project-cancel"),
    path("cases/<str:ref>/suspend/", views.case_suspend, name="case-suspend"),
    path("cases/<str:ref>/lift/", views.case_lift, name="case-lift"),
    path("cases/<str:ref>/release/", views.case_release, name="case-release"),
    path("cases/<str:ref>/conditions/<int:pk>/answer/", views.condition_answer, name="condition-answer"),
    path("cases/<str:ref>/conditions/<int:pk>/judge/", views.condition_judge, name="condition-judge"),
    path("cases/<str:ref>/override/order/", views.override_order, name="override-order"),
    path("cases/<str:ref>/override/", views.override_detail, name="override-detail"),
    path("overrides/", views.override_list, name="override-list"),
    # the oversight of TRD and DOE
    path("oversight/", views.oversight, name="oversight"),
    path("oversight/workload/", views.oversight_export, name="oversight-export"),
    path("oversight/batch/", views.case_batch, name="case-batch"),
    path("oversight/<slug:slug>/", views.oversight_list, name="oversight-list"),
    # questions to headquarters
    path("support/", views.support_list, name="support-list"),
    path("support/ask/", views.support_ask, name="support-ask"),
    path("support/<int:number>/", views.support_detail, name="support-detail"),
    path("support/<int:number>/take/", views.support_take, name="support-take"),
    path("support/<int:number>/hand-on/", views.support_hand_on, name="support-hand-on"),
    path("support/<int:number>/reply/", views.support_reply, name="support-reply"),
    path("support/<int:number>/write/", views.support_write, name="support-write"),
    path("support/<int:number>/take-back/", views.support_withdraw, name="support-withdraw"),
    path("support/<int:number>/keep/", views.support_keep, name="support-keep"),
    # open to everybody
    path("check/", views.letter_check_form, name="letter-check-form"),
    path("check/<str:code>/", views.letter_check, name="letter-check"),
]
