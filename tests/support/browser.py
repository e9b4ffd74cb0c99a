"""Which Chromium the browser tests drive, and how it is started so that it talks to nobody but the page."""

import os
import shutil
from pathlib import Path

QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def system_chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)


def downloaded_chromium() -> bool:
    """Whether Playwright's own Chromium lies in its cache."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def launch_arguments() -> list[str]:
    # Chromium refuses its sandbox to root; everybody else keeps it
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*QUIET, "--no-sandbox"] if as_root else [*QUIET]
