"""What a CPD audit keeps. Words are sealed with the registrant's folder (`cpd.folders`).

What assessors write is in tables that no page of a registrant reads before the outcome is told.
"""

from cpd.audit.models.audit import Audit, Extension, Step, Submission
from cpd.audit.models.draw import Asked, Draw, Ticket
from cpd.audit.models.judged import Appeal, Decision, Mark, Worry
from foundation.append_only import append_only

__all__ = ["Appeal", "Asked", "Audit", "Decision", "Draw", "Extension", "Mark", "Step", "Submission", "Ticket", "Worry"]

#: Rows that are only ever added. Retention may delete them by its own operation; nothing may change them.
for _kind in (Decision, Draw, Mark, Step, Submission, Ticket):
    append_only(_kind.__table__, and_delete=False)
