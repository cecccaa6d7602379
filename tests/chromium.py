"""Where a Chromium for the browser tests is, and how to get one where there is none.

The convention that bites: under CI (`CI` set) nothing is skipped, so that a missing browser is a failure there and a
loud skip on a user's machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

VARIABLE = "RISKGRAPH_CHROMIUM"
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
WINDOWS_PLACES = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
MACOS_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
DEBIAN_PACKAGES = ("chromium", "fonts-noto-cjk")


def find_chromium() -> str | None:
    """Return the path of a Chromium-like browser: the one named by RISKGRAPH_CHROMIUM, else the first one found."""
    named = os.environ.get(VARIABLE, "")
    if named:
        return named if Path(named).is_file() else None
    on_path = filter(None, (shutil.which(command) for command in COMMANDS))
    # The last place to look starts Playwright's driver, so that it is asked only when the others have nothing.
    return next(on_path, None) or next(iter(_in_known_places()), None) or _of_playwright()


def install_chromium() -> str | None:
    """Install a browser by the system's packages or by Playwright, and return its path; None where neither works."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        _run("apt-get", "update", "-q")
        _run("apt-get", "install", "-y", "-q", "--no-install-recommends", *DEBIAN_PACKAGES)
    if find_chromium() is None:
        _run(sys.executable, "-m", "playwright", "install", "chromium")
    return find_chromium()


def is_ci() -> bool:
    """Say whether this run must not skip anything."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def _in_known_places() -> list[str]:
    """Return the browsers in the usual folders of Windows and macOS."""
    roots = [os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
    windows = [Path(root) / place for root in roots if root for place in WINDOWS_PLACES]
    return [str(path) for path in (*windows, *map(Path, MACOS_PLACES)) if path.is_file()]


def _of_playwright() -> str | None:
    """Return the Chromium that Playwright downloaded earlier."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.is_file() else None


def _run(*command: str) -> None:
    """Run an installer and show what it says; its failure is found by looking for the browser afterwards."""
    print("$", *command, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, check=False, env=environment)
