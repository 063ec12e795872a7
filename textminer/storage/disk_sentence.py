"""What a user is told where the disk refuses a file."""

import errno
import os
import stat
from pathlib import Path

from textminer.errors import ExportError
from textminer.translation import _


def check_place(target: Path) -> None:
    """Raise ExportError, before any work, where no file can be written whatever is in it."""
    try:
        real = Path(os.path.realpath(target))
        if real.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        if real.exists() and not real.is_file():
            raise OSError(errno.EINVAL, "")
        if real.is_symlink():  # still, so it leads to itself
            raise OSError(errno.ELOOP, "")
        if not stat.S_ISDIR(real.parent.stat().st_mode):
            raise NotADirectoryError(errno.ENOTDIR, "")
        for place in (real.parent, real):
            if place.exists() and not os.access(place, os.W_OK):
                raise PermissionError(errno.EACCES, "")
    except ValueError:  # of a NUL
        raise ExportError(disk_sentence(target, OSError(errno.EINVAL, ""))) from None
    except OSError as error:
        raise ExportError(disk_sentence(target, error)) from None


def disk_sentence(target: Path, error: OSError) -> str:
    """What the system said, and what to do."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return _(
            "The disk is full, so “{path}” was not written. Free some space or choose another place."
        ).format(path=target)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.ETXTBSY):
        return _(
            "“{path}” may not be written: no permission, or another program holds it. "
            "Close it there or choose another place."
        ).format(path=target)
    if error.errno == errno.ENOENT:
        return _("The folder of “{path}” does not exist. Make it or choose another place.").format(
            path=target
        )
    if error.errno in (errno.EISDIR, errno.ENOTDIR):
        return _("“{path}” is a folder or lies inside a file. Choose another name.").format(path=target)
    if error.errno == errno.ENAMETOOLONG:
        return _(
            "The name “{name}” is too long for a file, or for the receipt beside it. Choose a shorter one."
        ).format(name=target.name)
    if error.errno in (errno.ELOOP, errno.EINVAL):
        return _("“{path}” is no file that can be written. Choose another name.").format(path=target)
    return _("“{path}” could not be written: {reason}. What stood there is untouched.").format(
        path=target, reason=error.strerror or str(error)
    )
