"""Where a long training computes: on a GPU where there is one, or where it is told to."""

import torch

from textminer.errors import SettingsError
from textminer.translation import _

DEVICES = ("cpu", "cuda")


def reduced_precision(enabled: bool, device: str = "cpu") -> torch.autocast:
    """Products in bfloat16 on a processor, or on the kind of device that is named, while in this context."""
    return torch.autocast(device, dtype=torch.bfloat16, enabled=enabled)


def chosen_device(name: str | None = None) -> torch.device:
    """The device of a name, "cpu" or "cuda"; without one, a GPU where there is one.

    Raises SettingsError where there is no such device.
    """
    has_gpu = torch.cuda.is_available()
    if name not in (None, *DEVICES) or (name == "cuda" and not has_gpu):
        message = _("The device “{name}” cannot be used here. Leave it out to take what there is.")
        raise SettingsError(message.format(name=name))
    torch.backends.cuda.matmul.allow_tf32 = True  # as torch does in the LSTM itself; nothing on a processor
    return torch.device(name or ("cuda" if has_gpu else "cpu"))
