"""The offices of the reference data: headquarters, nine regional offices, and every country with its region."""

from django.db import transaction

from pvehub.people.models import Country, Office
from pvehub.vocabulary import loading

from . import actions

# Time zones and weekends of the cities in regional_offices.csv; what is not named here rests on Saturday and Sunday.
ZONES = {
    "DKR": "Africa/Dakar",
    "NBO": "Africa/Nairobi",
    "PRY": "Africa/Johannesburg",
    "CAI": "Africa/Cairo",
    "BKK": "Asia/Bangkok",
    "VIE": "Europe/Vienna",
    "BRX": "Europe/Brussels",
    "SJO": "America/Costa_Rica",
    "BUE": "America/Argentina/Buenos_Aires",
}
WEEKENDS = {"CAI": [4, 5]}


@transaction.atomic
def load_offices() -> int:
    """Open headquarters and the regional offices that are missing, set every country's region; how many there are."""
    headquarters = Office.objects.filter(code="HQ").first() or actions.open_office(
        "HQ",
        by=None,
        kind=Office.Kind.HQ,
        names={"en": "Headquarters (Geneva)", "fr": "Siège (Genève)", "es": "Sede (Ginebra)"},
        time_zone="Europe/Zurich",
    )
    names = loading.translations()["regions"]
    offices = {office.code: office for office in Office.objects.all()}
    for row in loading.rows("regional_offices.csv"):
        if row["code"] not in offices:
            french, spanish = names[row["code"]][:2]
            offices[row["code"]] = actions.open_office(
                row["code"],
                by=None,
                kind=Office.Kind.REGIONAL,
                parent=headquarters,
                names={"en": row["region"], "fr": french, "es": spanish},
                time_zone=ZONES[row["code"]],
                weekend=WEEKENDS.get(row["code"], [5, 6]),
            )
    Country.objects.bulk_create(
        [
            Country(
                iso2=row["iso2"],
                iso3=row["iso3"],
                name_en=row["name_en"],
                name_fr=row["name_fr"],
                name_es=row["name_es"],
                region=offices[row["ro"]],
            )
            for row in loading.country_names()
        ],
        update_conflicts=True,
        unique_fields=["iso2"],
        update_fields=["iso3", "name_en", "name_fr", "name_es", "region"],
    )
    actions.grant_roles(list(Office.objects.all()))  # a role that has learnt a new permission gets it everywhere
    return len(offices)
