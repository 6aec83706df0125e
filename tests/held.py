"""Pages of one record, by the test that holds each to thirty queries; test_queries.py sees that these tests are there."""

RECORDS = {
    "endorsement:support-detail": (
        "endorsement/test_support.py",
        "test_the_list_costs_the_same_with_1_3_and_300_questions",
    ),
    "endorsement:case-detail": ("endorsement/test_costs.py", "test_the_case_page_costs_the_same_however_many_threads"),
    "endorsement:case-comment": (
        "endorsement/test_costs.py",
        "test_the_page_of_a_comment_costs_the_same_with_3_and_30_people_to_name",
    ),
    "projects:project-detail": (
        "endorsement/test_costs.py",
        "test_the_page_of_an_endorsed_project_costs_the_same_with_1_3_and_30_changes_reports_and_cases",
    ),
    "knowledge:resource-detail": (
        "knowledge/test_views.py",
        "test_the_record_and_the_review_stay_within_thirty_queries",
    ),
    "risks:incident-detail": ("risks/test_incidents.py", "test_incidents_cost_the_same_with_1_3_and_300"),
    "risks:register-detail": ("risks/test_views.py", "test_the_register_costs_the_same_with_1_3_and_300_risks"),
    "risks:snapshot-detail": (
        "risks/test_gating.py",
        "test_the_pages_and_the_gate_cost_the_same_with_3_and_300_risks",
    ),
    "risks:risk-detail": ("risks/test_views.py", "test_a_risk_page_stays_within_its_queries"),
}
