"""The stages that editors keep in `content/stages/stages.yaml`; gaps and overlaps are refused with their line."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from publisher import resources
from publisher.domain.errors import ConfigurationError, Refusal
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.domain.stages import Stage, Stages
from publisher.policy.files import place_in, read_model


class _Clock(BaseModel):
    model_config = ConfigDict(extra="forbid")
    day_0: dict[Language, str]


class _Stage(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    clock: str
    from_day: int = Field(ge=0)
    until_day: int | None
    names: dict[Language, str]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    clocks: dict[str, _Clock]
    stages: list[_Stage]


def load(file: Path) -> Stages:
    """Raises ConfigurationError with file and line: unknown clock, missing language, gap, overlap, a name twice."""
    read = read_model(file, _File)
    ends: dict[str, int | None] = dict.fromkeys(read.clocks, 0)
    seen: set[str] = set()
    for number, one in enumerate(read.stages):

        def wrong(message: str, number: int = number, field: str = "from_day") -> ConfigurationError:
            return ConfigurationError(message, file=str(file), line=place_in(file, "stages", number, field))

        if one.id in seen:
            raise wrong(f"the stage {one.id} stands twice", field="id")
        if one.clock not in ends:
            raise wrong(f"there is no clock {one.clock}; add it under clocks", field="clock")
        if missing := sorted(set(Language) - one.names.keys()):
            raise wrong(f"{one.id} has no name in {', '.join(missing)}", field="names")
        if one.until_day is not None and one.until_day <= one.from_day:
            raise wrong(f"{one.id} ends on day {one.until_day}, before it begins", field="until_day")
        before = ends[one.clock]
        if before is None or one.from_day < before:
            raise wrong(f"{one.id} begins on day {one.from_day}, which the stage before it holds too (overlap)")
        if one.from_day > before:
            raise wrong(f"{one.id} begins on day {one.from_day}; days {before} to {one.from_day - 1} are in no stage")
        ends[one.clock] = one.until_day
        seen.add(one.id)
    for clock, end in ends.items():
        if end is not None:
            line = place_in(file, "clocks", clock)
            raise ConfigurationError(f"nothing holds day {end} of {clock} and later", file=str(file), line=line)
    return Stages(
        {name: {language.value: text for language, text in clock.day_0.items()} for name, clock in read.clocks.items()},
        tuple(
            Stage(one.id, one.clock, one.from_day, one.until_day, {key.value: name for key, name in one.names.items()})
            for one in read.stages
        ),
    )


@lru_cache(maxsize=1)
def stages() -> Stages:
    """The installation's stages, read once."""
    return load(resources.content_folder() / "stages" / "stages.yaml")


def require_stages(wanted: Iterable[str]) -> list[Stage]:
    """The named stages. Refusal with the known ones when a name is none."""
    known = {one.id: one for one in stages().stages}
    for one in wanted:
        if one not in known:
            raise Refusal(say("There is no stage “{stage}”; there are: {known}.", stage=one, known=", ".join(known)))
    return [known[one] for one in wanted]
