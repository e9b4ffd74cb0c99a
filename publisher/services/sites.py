"""The public answers site as a whole: written into a folder from what the site's account has published."""

from pathlib import Path

from publisher.channels.site import build as build_site
from publisher.domain.errors import ConfigurationError
from publisher.services.desk import Desk


def build(desk: Desk, out: Path) -> int:
    """Build into `out`; returns how many files changed."""
    if out.exists() and not out.is_dir():
        raise ConfigurationError("is a file; name a folder.", file=str(out))
    out.mkdir(parents=True, exist_ok=True)
    return build_site(desk.settings.site_root, out, desk.public_url)
