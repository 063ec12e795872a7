"""Files of a download, whether it lies there as an archive or unpacked."""

import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from textminer.errors import TableError
from textminer.translation import _


def found(folder: Path, names: tuple[str, ...]) -> Path | None:
    """The first of some archives, files or folders that lies in a folder."""
    return next((folder / name for name in names if (folder / name).exists()), None)


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file in an archive (zip, tar) or folder, or of a file alone.

    Names have forward slashes; those of a folder begin with the folder's own name. Raises TableError for an
    archive that cannot be read.
    """
    try:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.is_file():
                    yield f"{path.name}/{file.relative_to(path).as_posix()}", file.read_bytes()
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for info in archive.infolist():
                    if not info.is_dir():
                        yield info.filename, archive.read(info)
        elif path.name.endswith((".tar.gz", ".tgz", ".tar")):
            with tarfile.open(path) as archive:
                for entry in archive:  # in the order of the file: a compressed one cannot be read by places
                    content = archive.extractfile(entry) if entry.isfile() else None
                    if content is not None:
                        yield entry.name.removeprefix("./"), content.read()
        else:
            yield path.name, path.read_bytes()
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError) as error:
        message = _("The download {path} cannot be read ({error}). Download it again.")
        raise TableError(message.format(path=path, error=error)) from error


def texts(path: Path, endings: tuple[str, ...]) -> dict[str, str]:
    """The content of the files whose names end so, by ending, as UTF-8 with plain line ends.

    Raises TableError where one is missing.
    """
    contents: dict[str, str] = {}
    for name, data in members(path):
        for ending in endings:
            if f"/{name}".endswith(f"/{ending}"):
                contents.setdefault(ending, _decoded(data))
    for ending in endings:
        if ending not in contents:
            raise TableError(_("The download {path} has no file {name}.").format(path=path, name=ending))
    return contents


def _decoded(data: bytes) -> str:
    return data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
