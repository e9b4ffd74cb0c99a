"""Which standing texts are the same text in other languages: links declared on one side hold on both."""

from collections.abc import Iterable

from publisher.channels.site.addresses import remote_id
from publisher.channels.site.store import Record
from publisher.domain.places import Language


class Groups:
    """Records joined by their declared translations; those that no longer stand only when asked for."""

    def __init__(self, records: Iterable[Record], *, standing_only: bool = True) -> None:
        self._known = {record.post.entry: record for record in records if record.live or not standing_only}
        self._group: dict[str, set[str]] = {entry: {entry} for entry in self._known}
        for entry, record in self._known.items():
            for language, other in record.post.translations.items():
                if other in self._known and self._known[other].post.language is language:
                    self._join(entry, other)

    def members(self, entry: str) -> set[str]:
        """The entry's group, itself included; nothing when it does not stand."""
        return self._group.get(entry, set())

    def alternates(self, entry: str) -> dict[Language, str]:
        """Path by language: its own, and of each other language the text published last."""
        if entry not in self._known:
            return {}
        chosen: dict[Language, Record] = {}
        for record in sorted((self._known[member] for member in self._group[entry]), key=_newest_last):
            chosen[record.post.language] = record
        chosen[self._known[entry].post.language] = self._known[entry]
        return {language: remote_id(language, record.post.entry) + "/" for language, record in chosen.items()}

    def _join(self, one: str, other: str) -> None:
        joined = self._group[one] | self._group[other]
        for member in joined:
            self._group[member] = joined


def _newest_last(record: Record) -> tuple[str, str]:
    return record.published_at.isoformat(), record.post.entry
