"""One IATI activity as one row of cells."""

import re
from decimal import Decimal
from typing import Any

HEADER = [
    "iati-identifier",
    "title",
    "description",
    "activity-date: start",
    "activity-date: end",
    "budget",
    "currency",
    "recipient-country",
    "participating-org: funding",
    "participating-org: implementing",
    "related-activity: parent",
    "related-activity: child",
    "contact-info",
    "xml:lang",
]
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FUNDING, ACCOUNTABLE, EXTENDING, IMPLEMENTING = "1", "2", "3", "4"
COMMITMENT = "2"
# An address of an office, not of a person.
OFFICE = re.compile(
    r"(info|contact|office|mail|enquir(y|ies)|hello|secretariat|comm?s|communications?|press|media|help|support|iati"
    r"|data|transparency|opendata|open-?data|aid|aiddata|publications?|general|admin|reception)[\w.-]*@[\w.-]+",
    re.IGNORECASE,
)


class Activity:
    """Gathers what is taken of an activity while it is read: each element when it ends, children before parents."""

    def __init__(self, attributes: dict[str, str]) -> None:
        self.language = attributes.get(LANG, "")
        self.currency = attributes.get("default-currency", "")
        self.identifier = ""
        self.narratives: list[tuple[str, str]] = []  # language and text, of the element that is being read
        self.said: dict[str, list[str]] = {}
        self.dates: dict[str, str] = {}
        self.countries: dict[str, str] = {}
        self.money: dict[str, tuple[str, str]] = {}  # of the budget or transaction being read
        self.budgets: list[tuple[str, str, str, str, str]] = []
        self.commitments: list[tuple[str, str]] = []
        self.orgs: dict[str, list[str]] = {}
        self.related: dict[str, list[str]] = {}
        self.contact: list[str] = []

    def take(self, path: str, attributes: dict[str, str], text: str) -> None:
        """An element has ended; `path` is its way from the activity."""
        if path.endswith("/narrative"):
            self.narratives.append((attributes.get(LANG, ""), text.strip()))
            return
        handler = _HANDLERS.get(path)
        if handler:
            handler(self, attributes, text.strip())
        if path not in ("contact-info/organisation", "budget/value", "transaction/value"):
            self.narratives.clear()

    def words(self) -> str:
        """The narrative in the activity's own language, else the first one."""
        own = [text for language, text in self.narratives if text and language in ("", self.language)]
        return (own or [text for _language, text in self.narratives if text] or [""])[0]

    def cells(self) -> list[str]:
        budget, currency = self._budget()
        implementing = self._orgs(IMPLEMENTING) or self._orgs(EXTENDING, ACCOUNTABLE) or self.said.get("reporter", [])
        return [
            self.identifier,
            " ".join(self.said.get("title", [""])[0].split()),
            "\n\n".join(self.said.get("description", [])),
            self.dates.get("2") or self.dates.get("1", ""),
            self.dates.get("4") or self.dates.get("3", ""),
            budget,
            currency,
            "; ".join(f"{code} {share}%" if share else code for code, share in self.countries.items()),
            "; ".join(self._orgs(FUNDING)),
            "; ".join(implementing),
            "; ".join(self.related.get("1", [])),
            "; ".join(self.related.get("2", [])),
            ", ".join(dict.fromkeys(self.contact))[:300],
            self.language[:2].lower(),
        ]

    def _orgs(self, *roles: str) -> list[str]:
        return list(dict.fromkeys(name for role in roles for name in self.orgs.get(role, [])))

    def _budget(self) -> tuple[str, str]:
        """The sum of the budgets (a revised one stands for its original), without any the sum of what was committed."""
        revised = {(start, end) for kind, start, end, _value, _currency in self.budgets if kind == "2"}
        amounts = [
            (value, currency)
            for kind, start, end, value, currency in self.budgets
            if kind == "2" or (start, end) not in revised
        ] or self.commitments
        sums: dict[str, Decimal] = {}
        for value, currency in amounts:
            sums[currency] = sums.get(currency, Decimal(0)) + Decimal(value)
        if len(sums) > 1:
            return " + ".join(f"{value:f} {currency}".strip() for currency, value in sums.items()), ""
        return next(((f"{value:f}", currency) for currency, value in sums.items()), ("", ""))

    def _text(self, name: str) -> None:
        if words := self.words():
            self.said.setdefault(name, []).append(words)

    def _org(self, attributes: dict[str, str], text: str) -> None:
        if name := self.words() or attributes.get("ref", "").strip():
            self.orgs.setdefault(attributes["role"], []).append(" ".join(name.replace(";", ",").split()))

    def _country(self, attributes: dict[str, str], text: str) -> None:
        self.countries.setdefault(attributes["code"].strip().upper()[:60], attributes.get("percentage", "").strip())

    def _country_of_transaction(self, attributes: dict[str, str], text: str) -> None:
        self.countries.setdefault(attributes["code"].strip().upper()[:60], "")

    def _value(self, attributes: dict[str, str], text: str) -> None:
        self.money["value"] = (text, attributes.get("currency", "").strip() or self.currency)

    def _budget_ends(self, attributes: dict[str, str], text: str) -> None:
        value, currency = self.money.pop("value", ("0", ""))
        start, end = (self.money.pop(name, ("", ""))[0] for name in ("start", "end"))
        self.budgets.append((attributes.get("type", "1"), start, end, value, currency))

    def _transaction_ends(self, attributes: dict[str, str], text: str) -> None:
        value = self.money.pop("value", ("0", ""))
        if self.money.pop("kind", ("", ""))[0] == COMMITMENT:
            self.commitments.append(value)

    def _office(self, attributes: dict[str, str], text: str) -> None:
        if words := self.words():
            self.contact.append(words)
        self.narratives.clear()

    def _address(self, attributes: dict[str, str], text: str) -> None:
        if OFFICE.fullmatch(text):
            self.contact.append(text)

    def _site(self, attributes: dict[str, str], text: str) -> None:
        if text:
            self.contact.append(text)


def _identifier(activity: Activity, attributes: dict[str, str], text: str) -> None:
    activity.identifier = text


def _date(activity: Activity, attributes: dict[str, str], text: str) -> None:
    activity.dates.setdefault(attributes["type"], attributes["iso-date"].strip()[:10])


def _related(activity: Activity, attributes: dict[str, str], text: str) -> None:
    activity.related.setdefault(attributes["type"], []).append(attributes["ref"].strip())


def _period(name: str) -> Any:
    def keep(activity: Activity, attributes: dict[str, str], text: str) -> None:
        activity.money[name] = (attributes["iso-date"], "")

    return keep


def _kind(activity: Activity, attributes: dict[str, str], text: str) -> None:
    activity.money["kind"] = (attributes["code"], "")


_HANDLERS: dict[str, Any] = {
    "iati-identifier": _identifier,
    "reporting-org": lambda activity, attributes, text: activity._text("reporter"),
    "title": lambda activity, attributes, text: activity._text("title"),
    "description": lambda activity, attributes, text: activity._text("description"),
    "participating-org": Activity._org,
    "activity-date": _date,
    "recipient-country": Activity._country,
    "transaction/recipient-country": Activity._country_of_transaction,
    "budget/period-start": _period("start"),
    "budget/period-end": _period("end"),
    "budget/value": Activity._value,
    "budget": Activity._budget_ends,
    "transaction/transaction-type": _kind,
    "transaction/value": Activity._value,
    "transaction": Activity._transaction_ends,
    "related-activity": _related,
    "contact-info/organisation": Activity._office,
    "contact-info/email": Activity._address,
    "contact-info/website": Activity._site,
}
