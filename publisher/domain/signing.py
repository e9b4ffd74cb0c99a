"""A signature: a doctor's statement over the exact digest of a revision and of the report she saw."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from publisher.domain.places import Language

STATEMENT = {
    Language.EN: "I have read this text in full. It is general education, true to the best of my knowledge, "
    "and I answer for it under my name and licence.",
    Language.ZH: "本人已通读全文。内容为面向公众的健康教育，据本人所知属实，本人以姓名和执业资格对其负责。",
    Language.RU: "Я прочитал(а) текст целиком. Это просветительский материал, верный по моему знанию, "
    "и я отвечаю за него своим именем и лицензией.",
}


@dataclass(frozen=True)
class Signature:
    """Who signed which bytes, under which report, in which words, when, with which licence."""

    id: str
    revision: str
    revision_digest: str
    report_digest: str
    person: str
    licence_number: str
    statement: str
    signed_at: datetime
    digest: str

    @staticmethod
    def digest_of(revision_digest: str, report_digest: str, person: str, licence: str, statement: str, at: str) -> str:
        parts = "\x1f".join((revision_digest, report_digest, person, licence, statement, at))
        return hashlib.sha256(parts.encode()).hexdigest()
