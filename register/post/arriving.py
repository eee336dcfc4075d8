"""When a letter on paper is there: some days after it was posted, on a working day, as post comes."""

from __future__ import annotations

from datetime import date, timedelta

from foundation import clock
from register.post import policy


def there_on(posted_on: date) -> date:
    """When a letter counts as there that was posted on a day."""
    return clock.working_day_from(posted_on + timedelta(days=policy.ARRIVES.value(posted_on)))


def posted_for(there_by: date) -> date:
    """The last working day on which a letter is posted that counts as there by a day."""
    day = clock.add_working_days(there_by + timedelta(days=1), -1) - timedelta(days=policy.ARRIVES.value(there_by))
    return day if clock.is_working_day(day) else clock.add_working_days(day, -1)
