"""How IATI activities are built, version 2.03, which reads every earlier 2.0x: which element stands in which, how often,
with which attributes.

One shape a line: its name, `#` the kind of its text, `~` its attributes (`!` must be there, `:` a kind), then its
elements in their order (`?` at most once, `*` any number, `+` at least once, else exactly once; `=` the shape, where it
is not called like the element). Elements and attributes of other namespaces may follow anywhere and are not looked at.

Not checked: whether a code stands in its codelist, whether an address is well formed, and rules beyond one element
(percentages that add up, identifiers that begin with their organization's).
"""

import re
from dataclasses import dataclass, field
from datetime import date

SHAPES = """
iati-activities: ~version! ~generated-datetime:moment ~linked-data-default iati-activity+
iati-activity: ~last-updated-datetime:moment ~xml:lang ~default-currency ~humanitarian:yesno ~hierarchy:whole
  ~linked-data-uri ~budget-not-provided iati-identifier=text reporting-org title=words description+
  participating-org+ other-identifier* activity-status=code activity-date+ contact-info* activity-scope?=code
  recipient-country* recipient-region* location* sector* tag* country-budget-items? humanitarian-scope*
  policy-marker* collaboration-type?=code default-flow-type?=code default-finance-type?=code default-aid-type*
  default-tied-status?=code budget* planned-disbursement* capital-spend? transaction* document-link*
  related-activity* legacy-data* conditions? result* crs-add? fss?
activity-date: ~type! ~iso-date!:date narrative*
administrative: ~code! ~vocabulary! ~level:natural
baseline: ~iso-date:date ~year!:positive ~value location*=location-of-value dimension* document-link* comment?=words
budget-item: ~code! ~percentage:number description?=words
budget: ~type ~status period-start=day period-end=day value=money
capital-spend: ~percentage!:number
code: ~code!
condition: ~type! narrative+
conditions: ~attached!:yesno condition*
contact-info: ~type organisation?=words department?=words person-name?=words job-title?=words telephone*=text
  email*=text website*=text mailing-address*=words
country-budget-items: ~vocabulary! budget-item+
country-of-transaction: ~code! narrative*
crs-add: other-flags* loan-terms? loan-status? channel-code?=text
day: ~iso-date!:date
default-aid-type: ~code! ~vocabulary
description: ~type narrative+
dimension: ~name ~value
document-link: ~url! ~format! title=words description?=words category+=code language*=code document-date?=day
forecast: #number ~year!:number ~currency ~value-date:date
fss: ~extraction-date!:date ~priority:yesno ~phaseout-year:number forecast*
humanitarian-scope: ~type! ~vocabulary! ~vocabulary-uri ~code! narrative*
indicator: ~measure! ~ascending:yesno ~aggregation-status:yesno title=words description?=words document-link*
  reference*=reference-of-indicator baseline* period*
legacy-data: ~name! ~value! ~iati-equivalent
loan-status: ~year!:number ~currency ~value-date!:date interest-received?=number principal-outstanding?=number
  principal-arrears?=number interest-arrears?=number
loan-terms: ~rate-1:number ~rate-2:number repayment-type?=code repayment-plan?=code commitment-date?=day
  repayment-first-date?=day repayment-final-date?=day
location-id: ~code! ~vocabulary!
location-of-value: ~ref
location: ~ref location-reach?=code location-id* name?=words description?=words activity-description?=words
  administrative* point? exactness?=code location-class?=code feature-designation?=code
money: #number ~currency ~value-date!:date
narrative: #text ~xml:lang
number: #number
other-flags: ~code! ~significance!:yesno
other-identifier: ~ref! ~type! owner-org?
owner-org: ~ref narrative*
participating-org: ~ref ~type ~role! ~activity-id ~crs-channel-code narrative*
period: period-start=day period-end=day target* actual*=target
planned-disbursement: ~type period-start=day period-end?=day value=money provider-org? receiver-org?
point: ~srsName! pos=text
policy-marker: ~vocabulary ~vocabulary-uri ~code! ~significance narrative*
provider-org: ~ref ~provider-activity-id ~type narrative*
receiver-org: ~ref ~receiver-activity-id ~type narrative*
recipient-country: ~code! ~percentage:number narrative*
recipient-region: ~code! ~vocabulary ~vocabulary-uri ~percentage:number narrative*
reference-of-indicator: ~vocabulary! ~code! ~indicator-uri
reference: ~code! ~vocabulary! ~vocabulary-uri
region-of-transaction: ~code! ~vocabulary ~vocabulary-uri narrative*
related-activity: ~ref! ~type!
reporting-org: ~ref! ~type! ~secondary-reporter:yesno narrative+
result: ~type! ~aggregation-status:yesno title=words description?=words document-link* reference* indicator+
sector-of-transaction: ~vocabulary ~vocabulary-uri ~code! narrative*
sector: ~vocabulary ~vocabulary-uri ~code! ~percentage:number narrative*
tag: ~code! ~vocabulary! ~vocabulary-uri narrative*
target: ~value location*=location-of-value dimension* comment?=words document-link*
text: #text
transaction: ~ref ~humanitarian:yesno transaction-type=code transaction-date=day value=money description?=words
  provider-org? receiver-org? disbursement-channel?=code sector*=sector-of-transaction
  recipient-country?=country-of-transaction recipient-region?=region-of-transaction flow-type?=code
  finance-type?=code aid-type*=default-aid-type tied-status?=code
words: narrative+
"""


@dataclass
class Shape:
    """One kind of element. `children`: name, how often, shape."""

    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)  # name -> kind
    needed: list[str] = field(default_factory=list)
    children: list[tuple[str, str, str]] = field(default_factory=list)


def _read(table: str) -> dict[str, Shape]:
    shapes: dict[str, Shape] = {}
    for line in re.sub(r"\n +", " ", table).strip().split("\n"):
        name, _colon, rest = line.partition(":")
        shape = shapes[name] = Shape()
        for word in rest.split():
            if word.startswith("#"):
                shape.text = word[1:]
            elif word.startswith("~"):
                attribute, _colon, kind = word[1:].partition(":")
                shape.attributes[attribute.rstrip("!")] = kind
                if attribute.endswith("!"):
                    shape.needed.append(attribute[:-1])
            else:
                element, _sign, other = word.partition("=")
                often = element[-1] if element[-1] in "?*+" else ""
                element = element.rstrip("?*+")
                shape.children.append((element, often, other or element))
    return shapes


ALL = _read(SHAPES)
_FORMS = {
    "number": r"[+-]?(\d+(\.\d*)?|\.\d+)",
    "whole": r"[+-]?\d{1,10}",
    "natural": r"\+?\d{1,20}",
    "positive": r"\+?0*[1-9]\d{0,19}",
    "yesno": r"true|false|1|0",
    "date": r"\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?",
    "moment": r"\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?",
}


def fits(kind: str, value: str) -> bool:
    """Whether a value is of its kind; text of any other kind always is."""
    value = value.strip()
    if kind not in _FORMS:
        return True
    if not re.fullmatch(_FORMS[kind], value, re.ASCII):
        return False
    if kind in ("date", "moment"):
        try:
            date.fromisoformat(value[:10])
        except ValueError:
            return False
    return True
