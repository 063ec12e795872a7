"""Make the Debian package from the one-folder bundle: python3 packaging/deb/build.py dist/textminer dist"""

import argparse
import platform
import shutil
import subprocess
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP_ID = "org.textminer.TextMiner"

# What Qt loads from the system; the bundle brings the rest. Newer systems call GLib's package ...t64.
# Libraries of the machine that made the bundle are in it, so nothing older than its libc will do.
DEPENDS = (
    "libc6 (>= {libc}), libgl1, libegl1, libxkbcommon0, libdbus-1-3, libfontconfig1, "
    "libglib2.0-0 | libglib2.0-0t64, libxcb-cursor0, libxcb-icccm4, libxcb-keysyms1, libxcb-shape0, "
    "libxcb-xkb1, libxcb-image0, libxcb-render-util0, libxkbcommon-x11-0, libwayland-cursor0"
)
CONTROL = """\
Package: textminer
Version: {version}
Architecture: {architecture}
Maintainer: TextMiner contributors <textminer@localhost>
Installed-Size: {size_kib}
Depends: {depends}
Section: science
Priority: optional
Description: see the sentiment of every document, and why
 Drop a table of texts: TextMiner scores the sentiment of every document with
 an LSTM network, shows the words that made the score, counts words, and trains
 networks on your own labels. Everything is computed on this computer.
"""
COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: TextMiner

Files: *
Copyright: 2026 TextMiner contributors
License: MIT
Comment: The libraries in /opt/textminer have licences of their own; see
 /opt/textminer/_internal/textminer/resources/THIRD_PARTY_NOTICES.md
"""


def lay_out(bundle: Path, tree: Path) -> None:
    """Put everything where it goes on the system, below `tree`."""
    shutil.copytree(bundle, tree / "opt" / "textminer", symlinks=True)
    command = tree / "usr" / "bin" / "textminer"
    command.parent.mkdir(parents=True)
    command.symlink_to("../../opt/textminer/textminer")

    share, linux = tree / "usr" / "share", ROOT / "packaging" / "linux"
    placed = {
        share / "applications" / f"{APP_ID}.desktop": linux / f"{APP_ID}.desktop",
        share / "metainfo" / f"{APP_ID}.metainfo.xml": linux / f"{APP_ID}.metainfo.xml",
        share / "icons/hicolor/scalable/apps" / f"{APP_ID}.svg": ROOT / "resources" / "textminer.svg",
    }
    for target, source in placed.items():
        target.parent.mkdir(parents=True)
        shutil.copyfile(source, target)

    copyright_file = share / "doc" / "textminer" / "copyright"
    copyright_file.parent.mkdir(parents=True)
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8").split("\n\n", 2)[2]
    paragraphs = "".join(f" {line or '.'}\n" for line in licence.strip().split("\n"))
    copyright_file.write_text(f"{COPYRIGHT}\nLicense: MIT\n{paragraphs}", encoding="utf-8")


def write_control(tree: Path, version: str, architecture: str) -> None:
    size = sum(path.lstat().st_size for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    control = tree / "DEBIAN" / "control"
    control.parent.mkdir()
    depends = DEPENDS.format(libc=platform.libc_ver()[1])
    fields = {"version": version, "architecture": architecture, "depends": depends, "size_kib": size // 1024}
    control.write_text(CONTROL.format(**fields), encoding="utf-8")


def build(bundle: Path, folder: Path) -> Path:
    """Make the package in `folder` and return its path. Raises CalledProcessError if dpkg-deb refuses."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    architecture = {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]
    package = folder / f"textminer_{project['version']}_{architecture}.deb"
    with tempfile.TemporaryDirectory() as place:
        tree = Path(place) / "tree"
        tree.mkdir(mode=0o755)
        lay_out(bundle, tree)
        write_control(tree, project["version"], architecture)
        dpkg_deb = ("dpkg-deb", "--root-owner-group", "-Zzstd", "--build", str(tree), str(package))
        subprocess.run(dpkg_deb, check=True, stdout=subprocess.DEVNULL)
    return package


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path, help="the folder that PyInstaller made")
    parser.add_argument("folder", type=Path, help="where the package goes")
    arguments = parser.parse_args()
    if not (arguments.bundle / "textminer").is_file():
        parser.error(f"{arguments.bundle} holds no program; make the bundle first (packaging/README.md)")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    print(build(arguments.bundle, arguments.folder))


if __name__ == "__main__":
    main()
