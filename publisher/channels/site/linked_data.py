"""schema.org data about a page, as JSON-LD that cannot end its own script element."""

import json
from collections.abc import Mapping
from typing import Any

from publisher.channels.contract import Byline
from publisher.channels.site.page import Frame
from publisher.channels.site.store import Record
from publisher.channels.site.words import TAGS
from publisher.domain.places import Language
from publisher.rendering.markup import Markup, printable

_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def script(data: Mapping[str, Any]) -> Markup:
    """The data in a script element of a type that no browser runs. No sign in it can close the element."""
    written = printable(json.dumps(data, ensure_ascii=False, sort_keys=True))
    return Markup(f'<script type="application/ld+json">{written.translate(_ESCAPES)}</script>')


def page_data(frame: Frame, record: Record, plain: str, alternates: Mapping[Language, str]) -> dict[str, Any]:
    """`MedicalWebPage` for a post, `QAPage` for an answer; `plain` is the text without markup."""
    post = record.post
    address = frame.addresses.page(post.language, post.entry)
    doctor = person(post.byline)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "QAPage" if post.kind == "answer" else "MedicalWebPage",
        "@id": address,
        "url": address,
        "name": post.title,
        "headline": post.title,
        "inLanguage": TAGS[post.language],
        "author": doctor,
        "reviewedBy": reviewer(post.byline),
        "lastReviewed": post.signed_at.date().isoformat(),
        "datePublished": record.published_at.isoformat(timespec="seconds"),
        "dateModified": record.updated_at.isoformat(timespec="seconds"),
        "publisher": {"@type": "Organization", "name": frame.title(post.language)},
        "isPartOf": {"@type": "WebSite", "name": frame.title(post.language), "url": frame.addresses.to("")},
        "isAccessibleForFree": True,
    }
    if post.sources:
        data["citation"] = list(post.sources)
    if others := [frame.addresses.to(path) for language, path in alternates.items() if language != post.language]:
        data["workTranslation"] = [{"@type": "WebPage", "@id": other} for other in sorted(others)]
    if post.kind == "answer":
        data["mainEntity"] = _question(record, plain, address, doctor)
    else:
        data["audience"] = {"@type": "MedicalAudience", "audienceType": "Patient"}
    return data


def _question(record: Record, plain: str, address: str, doctor: dict[str, Any]) -> dict[str, Any]:
    post = record.post
    stamp = record.published_at.isoformat(timespec="seconds")
    answer = {"@type": "Answer", "text": plain, "url": address, "datePublished": stamp, "author": doctor}
    return {
        "@type": "Question",
        "name": post.title,
        "text": post.question or post.title,
        "answerCount": 1,
        "datePublished": stamp,
        "acceptedAnswer": answer,
    }


def person(byline: Byline) -> dict[str, Any]:
    """The doctor, with the licence as an identifier."""
    data: dict[str, Any] = {"@type": "Person", "name": byline.doctor}
    if byline.specialty:
        data["jobTitle"] = byline.specialty
    if byline.licence_number:
        data["identifier"] = {
            "@type": "PropertyValue",
            "propertyID": byline.licence_authority or "licence",
            "value": byline.licence_number,
        }
    return data


def reviewer(byline: Byline) -> dict[str, Any]:
    """The second person where there was one, else the doctor who signed."""
    return {"@type": "Person", "name": byline.reviewer} if byline.reviewer else person(byline)
