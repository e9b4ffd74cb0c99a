"""What schema.org allows and what search engines ask for, of the types our pages use: a structural validator.

Properties and their value types are those of schema.org 29; `required` is what a page of ours must say at least.
"""

import re
from collections.abc import Callable
from typing import Any

_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)\Z")

TEXT, URL, DATE, MOMENT, INTEGER, BOOLEAN = "Text", "URL", "Date", "DateTime", "Integer", "Boolean"
_PLAIN: dict[str, Callable[[Any], bool]] = {
    TEXT: lambda value: isinstance(value, str) and value.strip() != "",
    URL: lambda value: isinstance(value, str) and re.match(r"https?://[^\s/]+", value) is not None,
    DATE: lambda value: isinstance(value, str) and _DATE.match(value) is not None,
    MOMENT: lambda value: isinstance(value, str) and _MOMENT.match(value) is not None,
    INTEGER: lambda value: isinstance(value, int) and not isinstance(value, bool),
    BOOLEAN: lambda value: isinstance(value, bool),
}

_PAGE = {
    "@context": (TEXT,),
    "@id": (URL,),
    "url": (URL,),
    "name": (TEXT,),
    "headline": (TEXT,),
    "inLanguage": (TEXT,),
    "author": ("Person",),
    "reviewedBy": ("Person",),
    "lastReviewed": (DATE,),
    "datePublished": (MOMENT,),
    "dateModified": (MOMENT,),
    "publisher": ("Organization",),
    "isPartOf": ("WebSite",),
    "isAccessibleForFree": (BOOLEAN,),
    "citation": (TEXT,),
    "workTranslation": ("WebPage",),
}
ALLOWED: dict[str, dict[str, tuple[str, ...]]] = {
    "MedicalWebPage": _PAGE | {"audience": ("MedicalAudience",)},
    "QAPage": _PAGE | {"mainEntity": ("Question",)},
    "WebPage": {"@id": (URL,)},
    "Question": {
        "name": (TEXT,),
        "text": (TEXT,),
        "answerCount": (INTEGER,),
        "datePublished": (MOMENT,),
        "acceptedAnswer": ("Answer",),
    },
    "Answer": {"text": (TEXT,), "url": (URL,), "datePublished": (MOMENT,), "author": ("Person",)},
    "Person": {"name": (TEXT,), "jobTitle": (TEXT,), "identifier": ("PropertyValue",)},
    "PropertyValue": {"propertyID": (TEXT,), "value": (TEXT,)},
    "Organization": {"name": (TEXT,)},
    "WebSite": {"name": (TEXT,), "url": (URL,)},
    "MedicalAudience": {"audienceType": (TEXT,)},
}
_EVERY_PAGE = {"@context", "url", "name", "inLanguage", "author", "reviewedBy", "lastReviewed", "datePublished"}
REQUIRED: dict[str, set[str]] = {
    "MedicalWebPage": _EVERY_PAGE | {"dateModified", "publisher"},
    "QAPage": _EVERY_PAGE | {"dateModified", "publisher", "mainEntity"},
    "WebPage": {"@id"},
    "Question": {"name", "text", "answerCount", "acceptedAnswer"},
    "Answer": {"text", "url", "author"},
    "Person": {"name"},
    "PropertyValue": {"propertyID", "value"},
    "Organization": {"name"},
    "WebSite": {"name", "url"},
    "MedicalAudience": {"audienceType"},
}


def violations(data: Any, place: str = "page") -> list[str]:
    """Every way in which the data is not what schema.org describes; empty when it validates."""
    if not isinstance(data, dict) or data.get("@type") not in ALLOWED:
        return [f"{place}: no type that a page of ours has"]
    kind = data["@type"]
    found = [f"{place}: {kind} says no {name}" for name in sorted(REQUIRED[kind] - data.keys())]
    for name, value in data.items():
        if name == "@type":
            continue
        if name not in ALLOWED[kind]:
            found.append(f"{place}: {kind} has no property {name}")
            continue
        for one in value if isinstance(value, list) else [value]:
            found += _value(one, ALLOWED[kind][name], f"{place}.{name}")
    return found


def _value(value: Any, wanted: tuple[str, ...], place: str) -> list[str]:
    for kind in wanted:
        if kind in _PLAIN:
            if _PLAIN[kind](value):
                return []
        elif isinstance(value, dict) and value.get("@type") == kind:
            return violations(value, place)
    return [f"{place}: {value!r} is no {' or '.join(wanted)}"]
