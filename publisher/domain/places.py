"""Languages and jurisdictions, and which policy packs hold where."""

from enum import StrEnum


class Language(StrEnum):
    """A language an entry can be written in."""

    ZH = "zh"
    RU = "ru"
    EN = "en"


class Jurisdiction(StrEnum):
    """Whose law a policy pack states. INT is the baseline under every other pack."""

    CN = "CN"
    RU = "RU"
    US = "US"
    UK = "UK"
    EU = "EU"
    IN = "IN"
    INT = "INT"


HOME_JURISDICTION = {Language.ZH: Jurisdiction.CN, Language.RU: Jurisdiction.RU, Language.EN: Jurisdiction.INT}
"""Where an entry's audience is taken to be when nobody said otherwise: by its language."""
