"""Stage names as editors keep them in `content/stages/stages.yaml`; a stage nobody named is shown as it is written."""

from dataclasses import dataclass
from functools import cache

import yaml

from publisher.domain.places import Language
from publisher.resources import content_folder


@dataclass(frozen=True)
class StageName:
    """What a reader sees, and where the stage stands among the others (unnamed ones last, by their word)."""

    text: str
    order: tuple[int, str]


def stage_name(stage: str, language: Language) -> StageName:
    known = _known()
    if stage not in known:
        return StageName(stage, (len(known), stage))
    position, names = known[stage]
    return StageName(names.get(language.value) or names.get("en") or stage, (position, stage))


@cache
def _known() -> dict[str, tuple[int, dict[str, str]]]:
    file = content_folder() / "stages" / "stages.yaml"
    if not file.is_file():
        return {}
    listed = yaml.safe_load(file.read_text(encoding="utf-8")).get("stages", [])
    return {str(stage["id"]): (position, dict(stage.get("names", {}))) for position, stage in enumerate(listed)}
