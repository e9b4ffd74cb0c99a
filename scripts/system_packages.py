"""Install what only the system's packages have: a browser, fonts, web servers. What may not be installed is named.

A test that needs a missing one is skipped by name, or fails where CI is set: the tests decide that, not this file.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# package -> the programs or the font file that show it is here already
PACKAGES = {
    "chromium": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "fonts-noto-cjk": ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",),
    "fonts-noto-core": ("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",),
    "openssl": ("openssl",),
    "iproute2": ("ip", "/usr/sbin/ip"),
}
# Debian starts these as soon as they are installed, on port 80; nobody wants that on a desk that runs systemd
SERVERS = {
    "caddy": ("caddy",),
    "nginx-light": ("nginx", "/usr/sbin/nginx"),
}


def install() -> bool:
    """Always True: a package that cannot be had is no failure of this stage."""
    install_packages()
    if not any(map(is_here, PACKAGES["chromium"])):
        fetched = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
        print("Playwright's own Chromium:", "here" if fetched.returncode == 0 else "could not be installed")
    return True


def install_packages() -> None:
    wanted = PACKAGES if Path("/run/systemd/system").exists() else PACKAGES | SERVERS
    missing = [package for package, signs in wanted.items() if not any(map(is_here, signs))]
    if not missing:
        print("all here")
        return
    command = apt_get()
    if command is None:
        print(f"not installed (no apt-get, or no right to use it): {', '.join(missing)}")
        return
    run([*command, "update", "-qq"])
    if not run([*command, "install", "-y", "-qq", "--no-install-recommends", *missing]):
        # one unknown name fails the whole call: what remains is tried by itself
        missing = [name for name in missing if not run([*command, "install", "-y", "-qq", name])]
        print(f"could not be installed: {', '.join(missing) or 'nothing'}")


def is_here(sign: str) -> bool:
    return Path(sign).exists() if sign.startswith("/") else shutil.which(sign) is not None


def run(command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL).returncode == 0


def apt_get() -> list[str] | None:
    """The command that may install packages without asking anybody, or None."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    may_sudo = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n", "apt-get"] if may_sudo and may_sudo.returncode == 0 else None
