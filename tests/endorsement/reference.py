"""The passage of a case said once more, from the design and not from the code, in sixty lines: what the real one is held to."""

TRD = {"screening", "review", "decision"}
IN_HAND = {"clearance", "regional", "returned"} | TRD
GOOD = {"endorsed", "endorsed_with_conditions"}
HOLDER = {"draft": "mission", "returned": "mission", "clearance": "head", "regional": "region", "decision": "seat"}
HOLDER |= {"screening": "trd", "review": "trd"}
FROM = {
    "submit": {"draft"},
    **dict.fromkeys(("clear", "send_back"), {"clearance"}),
    "advise": {"regional"},
    **dict.fromkeys(("start_review", "leave_scope"), {"screening"}),
    **dict.fromkeys(("ask", "give_back"), TRD),
    "answer": IN_HAND | {"on_hold"},
    "resubmit": {"returned"},
    **dict.fromkeys(("read", "conclude"), {"review"}),
    **dict.fromkeys(("endorse", "endorse_with_conditions", "refuse"), {"decision"}),
    "withdraw": IN_HAND | {"draft", "on_hold"},
    "hold": IN_HAND,
    "resume": {"on_hold"},
    "recall": GOOD | {"not_endorsed"},
    "reopen": {"not_endorsed"},
    **dict.fromkeys(("suspend", "revoke"), GOOD),
    "lift": {"suspended"},
    "waive": {"endorsed_with_conditions", "suspended"},
    "release": {"endorsed_with_conditions"},
}
TO = {"submit": "clearance", "send_back": "draft", "advise": "screening", "start_review": "review", "hold": "on_hold"}
TO |= {"leave_scope": "not_required", "give_back": "returned", "conclude": "decision", "endorse": "endorsed"}
TO |= {"endorse_with_conditions": "endorsed_with_conditions", "refuse": "not_endorsed", "withdraw": "withdrawn"}
TO |= {"recall": "decision", "reopen": "decision", "suspend": "suspended", "release": "endorsed", "revoke": "revoked"}


class Passage:
    """Where one case stands, how many letters and versions it has, and what its next step still lacks."""

    status, resume_to, held_from, letters, versions = "draft", "", "", 0, 0
    owed = is_read = to_meet = is_raised = has_region = False

    def answer_to(self, act):
        """What is said to an act at this moment: "done", "no", or "unmet"."""
        nothing_to_do = {"answer": not self.owed, "waive": not self.to_meet, "read": self.is_read}.get(act)
        if self.status not in FROM[act] or nothing_to_do:
            return "no"
        lacking = {"give_back": not self.owed, "resubmit": self.owed, "conclude": not self.is_read}
        return "unmet" if (lacking | {"release": self.to_meet, "reopen": self.is_raised}).get(act) else "done"

    def do(self, act):
        """The act is done."""
        was, back = self.status, {"resubmit": self.resume_to, "resume": self.held_from, "lift": self.held_from}
        self.status = {"clear": "regional" if self.has_region else "screening", **back, **TO}.get(act, was)
        self.resume_to = {"give_back": was, "resubmit": ""}.get(act, self.resume_to)
        self.held_from = {"hold": was, "suspend": was, "resume": "", "lift": ""}.get(act, self.held_from)
        self.letters += act in ("leave_scope", "endorse", "endorse_with_conditions", "refuse")
        self.versions += act in ("submit", "resubmit")
        self.owed = {"ask": True, "answer": False}.get(act, self.owed)
        self.is_read = act == "read" or (self.is_read and act != "resubmit")
        self.to_meet = act == "endorse_with_conditions" or (self.to_meet and act not in ("waive", "recall"))
        self.is_raised = self.is_raised or act == "reopen"
