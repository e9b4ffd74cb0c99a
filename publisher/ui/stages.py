"""The stages that the editors' file names, for choosing; read once."""

from functools import lru_cache

import yaml

from publisher import resources


@lru_cache(maxsize=1)
def stage_names() -> dict[str, dict[str, str]]:
    """Stage id to its names by language, in the order of the file."""
    file = resources.content_folder() / "stages" / "stages.yaml"
    if not file.exists():
        return {}
    read = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {str(stage["id"]): dict(stage["names"]) for stage in read["stages"]}
