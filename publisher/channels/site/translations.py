"""Which standing texts are the same text in other languages: links declared on one side hold on both."""

from collections.abc import Iterable, Mapping

from publisher.channels.site.addresses import remote_id
from publisher.channels.site.catalogue import Row
from publisher.domain.places import Language


class Groups:
    """Rows joined by their declared translations; those that no longer stand only when asked for."""

    def __init__(self, rows: Mapping[str, Row], *, standing_only: bool = True) -> None:
        self._rows, self._standing_only = rows, standing_only
        self._joined: dict[str, set[str]] = {}  # by entry; most texts stand alone and are not in it
        for entry, row in rows.items():
            if row.translations and self._knows(entry):
                for language, other in row.translations:
                    if self._knows(other) and rows[other].language == language:
                        self._join(entry, other)

    def members(self, entries: Iterable[str]) -> set[str]:
        """The groups of those entries, themselves included; nothing for one that does not stand."""
        return {member for entry in entries if self._knows(entry) for member in self._group(entry)}

    def alternates(self, entry: str) -> dict[Language, str]:
        """Path by language: its own, and of each other language the text published last."""
        if not self._knows(entry):
            return {}
        own = self._rows[entry]
        if entry not in self._joined:
            return {own.language: remote_id(own.language, entry) + "/"}
        chosen = {
            row.language: row for row in sorted((self._rows[one] for one in self._group(entry)), key=_newest_last)
        }
        chosen[own.language] = own
        return {language: remote_id(language, row.entry) + "/" for language, row in chosen.items()}

    def _knows(self, entry: str) -> bool:
        return entry in self._rows and (self._rows[entry].live or not self._standing_only)

    def _group(self, entry: str) -> set[str]:
        return self._joined.get(entry) or {entry}

    def _join(self, one: str, other: str) -> None:
        joined = self._group(one) | self._group(other)
        for member in joined:
            self._joined[member] = joined


def _newest_last(row: Row) -> tuple[str, str]:
    return row.published_at, row.entry
