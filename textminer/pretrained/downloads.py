"""Files of a download, whether it lies there as an archive or unpacked."""

import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from textminer.errors import TableError
from textminer.translation import _


def found(folder: Path, names: tuple[str, ...]) -> Path | None:
    """The first of some archives, files or folders that lies in a folder; or a zip archive, unpacked."""
    paths = (folder / each for name in names for each in (name, name.removesuffix(".zip")))
    return next((path for path in paths if path.exists()), None)


def _any(_name: str) -> bool:
    return True


def members(path: Path, wanted: Callable[[str], object] = _any) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file in an archive (zip, tar) or folder, or of a file alone.

    wanted:  of a name whether that file is read

    Names have forward slashes; those of a folder begin with the folder's own name. Raises TableError for an
    archive that cannot be read.
    """
    try:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                name = f"{path.name}/{file.relative_to(path).as_posix()}"
                if wanted(name) and file.is_file():
                    yield name, file.read_bytes()
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for info in archive.infolist():
                    if wanted(info.filename) and not info.is_dir():
                        yield info.filename, archive.read(info)
        elif path.name.endswith((".tar.gz", ".tgz", ".tar")):
            with tarfile.open(path) as archive:
                for entry in archive:  # in the order of the file: a compressed one cannot be read by places
                    name = entry.name.removeprefix("./")
                    content = archive.extractfile(entry) if entry.isfile() and wanted(name) else None
                    if content is not None:
                        yield name, content.read()
        elif wanted(path.name):
            yield path.name, path.read_bytes()
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError) as error:
        message = _("The download {path} cannot be read ({error}). Download it again.")
        raise TableError(message.format(path=path, error=error)) from error


def texts(path: Path, endings: tuple[str, ...]) -> dict[str, str]:
    """The content of the files whose names end so, by ending, as UTF-8 with plain line ends.

    Raises TableError where one is missing.
    """
    ends = tuple(f"/{ending}" for ending in endings)
    contents: dict[str, str] = {}
    for name, data in members(path, lambda name: f"/{name}".endswith(ends)):
        for ending in endings:
            if f"/{name}".endswith(f"/{ending}"):
                contents.setdefault(ending, decoded(data))
    for ending in endings:
        if ending not in contents:
            raise TableError(_("The download {path} has no file {name}.").format(path=path, name=ending))
    return contents


def decoded(data: bytes) -> str:
    """UTF-8 with plain line ends; what is none becomes the sign for it."""
    return data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
