"""The families of errors: a refusal is shown to a person as it is; a configuration error stops at the start."""

from publisher.domain.sentences import Sentence


class Refusal(Exception):
    """A person must act: every reason at once, each one clear sentence. Never a traceback, never half done."""

    def __init__(self, *reasons: Sentence) -> None:
        if not reasons:
            raise ValueError("a refusal needs at least one reason")
        self.reasons = reasons
        super().__init__(" ".join(str(reason) for reason in reasons))


class NotAllowed(Refusal):
    """The person's roles or units do not cover this act."""


class NotFound(Refusal):
    """What was named does not exist, or may not be seen by this person."""


class EditConflict(Refusal):
    """Somebody else saved a newer working copy; nothing was overwritten."""


class ImpossibleTransition(Exception):
    """A state was asked to move where its declared transitions do not lead. A bug, or a stale view."""


class ConfigurationError(Exception):
    """Wrong settings or a wrong content or input file: says which file and line, and what to do."""

    def __init__(self, message: str, *, file: str | None = None, line: int | None = None) -> None:
        self.message, self.file, self.line = message, file, line
        place = f"{file}:{line}: " if file and line else f"{file}: " if file else ""
        super().__init__(f"{place}{message}")


class Trouble(Exception):
    """What went wrong with others, in one whole sentence that every reader gets in her own language."""

    def __init__(self, reason: Sentence) -> None:
        self.reason = reason
        super().__init__(str(reason))
