"""When a file was last changed, in words."""

from datetime import datetime

from textminer.translation import _

DAYS_COUNTED = 7  # beyond a week a date says more than a number of days


def last_change(changed: datetime, now: datetime) -> str:
    """How long ago by the calendar, both in local time: "changed yesterday"."""
    n_days = (now.date() - changed.date()).days
    if n_days == 0:
        return _("changed today at {time}").format(time=f"{changed:%H:%M}")
    if n_days == 1:
        return _("changed yesterday")
    if 1 < n_days < DAYS_COUNTED:
        return _("changed {n} days ago").format(n=n_days)
    return _("changed on {date}").format(date=f"{changed:%Y-%m-%d}")
