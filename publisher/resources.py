"""Where the files that editors own are: content/ and prompts/, in a checkout or inside the installed package."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent


def content_folder() -> Path:
    inside = _PACKAGE / "_content"
    return inside if inside.is_dir() else _CHECKOUT / "content"


def prompts_folder() -> Path:
    inside = _PACKAGE / "_prompts"
    return inside if inside.is_dir() else _CHECKOUT / "prompts"
