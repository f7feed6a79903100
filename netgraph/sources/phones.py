"""Which number is this: phone numbers as people write them, in the one form that can be compared.

A number written internationally says its country itself. One written nationally needs the country
of the person or of the owner, and counts only when it is a number that country has really given out
("144" parsed as Swiss would become +41144).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from ..schema import clean_text, fold_name

_NUMBER = re.compile(r"[^0-9+]")
_EXTENSION = re.compile(r"(?:;?\s*(?:ext|x|#|durchwahl|poste)\.?\s*=?\s*\d{1,6})\s*$", re.I)
_LONGEST: Final = 60

_COUNTRIES: Final = {
    "AR": "argentina",
    "AT": "austria osterreich autriche",
    "AU": "australia australien",
    "BE": "belgium belgien belgique belgie",
    "BR": "brazil brasil brasilien bresil",
    "CA": "canada kanada",
    "CH": "switzerland schweiz suisse svizzera",
    "CL": "chile",
    "CN": "china",
    "CO": "colombia",
    "CZ": "czechia czech-republic tschechien cesko",
    "DE": "germany deutschland allemagne germania alemania",
    "DK": "denmark danmark danemark",
    "ES": "spain espana spanien espagne",
    "FI": "finland suomi finnland",
    "FR": "france frankreich francia",
    "GB": "united-kingdom uk great-britain england scotland wales",
    "GR": "greece griechenland",
    "HU": "hungary ungarn magyarorszag",
    "IE": "ireland irland",
    "IL": "israel",
    "IN": "india indien",
    "IT": "italy italia italien italie",
    "JP": "japan",
    "KE": "kenya",
    "KR": "south-korea korea",
    "LU": "luxembourg luxemburg",
    "MX": "mexico mexiko",
    "NG": "nigeria",
    "NL": "netherlands nederland niederlande pays-bas",
    "NO": "norway norge norwegen",
    "NZ": "new-zealand",
    "PL": "poland polska polen",
    "PT": "portugal",
    "RO": "romania rumanien",
    "RU": "russia russland",
    "SE": "sweden sverige schweden suede",
    "SG": "singapore",
    "TR": "turkey turkiye turkei",
    "UA": "ukraine",
    "US": "united-states united-states-of-america usa us america etats-unis vereinigte-staaten",
    "ZA": "south-africa",
}
_REGION_BY_NAME: Final = {
    name.replace("-", " "): code for code, names in _COUNTRIES.items() for name in names.split()
}


def e164(written: str, region: str = "") -> str:
    """The number in E.164, or "" where it cannot be known for sure.

    >>> e164("+41 44 555 01 99"), e164("144", "CH"), e164("044 668 18 00", "CH")
    ('+41445550199', '', '+41446681800')
    """
    import phonenumbers

    text = clean_text(written).removeprefix("tel:")
    if not text or len(text) > _LONGEST:
        return ""
    text = _EXTENSION.sub("", text).replace("(0)", "")
    if text.startswith("00") and not text.startswith("000"):
        text = "+" + text[2:]
    is_international = text.lstrip(" (").startswith("+")
    if not is_international and not region:
        return ""
    try:
        number = phonenumbers.parse(text, None if is_international else region)
    except phonenumbers.NumberParseException:
        return ""
    known = phonenumbers.is_possible_number if is_international else phonenumbers.is_valid_number
    if not known(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def region_of_country(country: str) -> str:
    """The two letters of a country by its name or code, or "" where it is not known.

    >>> region_of_country("Schweiz"), region_of_country("us"), region_of_country("Elbonia")
    ('CH', 'US', '')
    """
    word = fold_name(country)
    return word.upper() if word.upper() in _COUNTRIES else _REGION_BY_NAME.get(word, "")


def usual_region(numbers: Iterable[str], countries: Iterable[str] = ()) -> str:
    """The country most of these numbers and addresses are of, "" unless it is more than half."""
    import phonenumbers

    seen: Counter[str] = Counter()
    for written in numbers:
        number = e164(written) if _NUMBER.sub("", written)[:1] in ("+", "0") else ""
        if number:
            parsed = phonenumbers.parse(number)
            region = phonenumbers.region_code_for_number(
                parsed
            ) or phonenumbers.region_code_for_country_code(parsed.country_code or 0)
            seen[region] += 1
    seen.update(region for region in map(region_of_country, countries) if region)
    if not seen:
        return ""
    region, n = seen.most_common(1)[0]
    return region if 2 * n > seen.total() and region != "ZZ" else ""
