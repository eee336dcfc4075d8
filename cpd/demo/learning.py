"""CPD of the demo: one record that was kept with care all year, some that are on their way, and one that is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from cpd.demo.cast import Cast
from cpd.record.operations import keeping, planning
from cpd.record.operations.planning import GoalTold
from cpd.record.vocabulary import Company
from cpd.record.words import GoalWords, Told, Words
from cpd.registrants import Registrant
from cpd.requirements.vocabulary import ActivityKind

#: How many people have a record besides the one whom everybody knows, and how far each of them is.
LEARNERS = 8


@dataclass(frozen=True)
class Learnt:
    """One activity as it might be told."""

    kind: ActivityKind
    company: Company
    minutes: int
    standards: tuple[str, ...]
    title: str
    learned: str
    changed: str
    benefit: str


_ALONE, _LIVE = Company.ALONE, Company.LIVE
LEARNT: Sequence[Learnt] = (
    Learnt(
        ActivityKind.SUPERVISION,
        _LIVE,
        90,
        ("18.1", "22.2"),
        "Supervision: a family that disagrees",
        "I was carrying messages between two sides. That is not my role.",
        "I now meet both together, with an agenda that they have seen before.",
        "Decisions come sooner, and nobody hears of them last.",
    ),
    Learnt(
        ActivityKind.COURSE,
        _LIVE,
        360,
        ("2.1", "2.4", "5.3"),
        "Mental capacity: a day of cases",
        "Capacity is about one decision at one time. I had been writing about people, not decisions.",
        "My notes name the decision, what I explained, and how.",
        "People decide for themselves more often than I had assumed.",
    ),
    Learnt(
        ActivityKind.READING,
        _ALONE,
        75,
        ("7.1",),
        "Guideline on rehabilitation after brain injury",
        "Goals hold when they are the person's own and can be seen to be reached.",
        "I ask what a good Tuesday looks like before I write a goal.",
        "Plans say what matters to them, in their words.",
    ),
    Learnt(
        ActivityKind.PEER_DISCUSSION,
        _LIVE,
        60,
        ("8.1", "12.1"),
        "A peer looks at a care plan with me",
        "My risk section was long and said little.",
        "Three risks, each with who does what.",
        "Carers read it now, and ring me when one of the three moves.",
    ),
    Learnt(
        ActivityKind.ONLINE,
        _ALONE,
        120,
        ("14.2",),
        "Keeping data safe on the road",
        "My phone synchronised files to a family tablet.",
        "Work files are off it, and the phone locks after a minute.",
        "What people tell me stays with me.",
    ),
    Learnt(
        ActivityKind.CONFERENCE,
        _LIVE,
        300,
        ("6.1", "9.1"),
        "A day on spinal injury and work",
        "Going back to work fails more often over transport than over tasks.",
        "I plan the journey first.",
        "Two people are back at work who had given it up.",
    ),
    Learnt(
        ActivityKind.AUDIT,
        _ALONE,
        150,
        ("10.2", "16.3"),
        "Looked through ten of my own files",
        "Four reviews were late, all for the same reason: I waited for reports.",
        "I hold the review on its day, with what is there.",
        "Nobody waits for a letter to have their say.",
    ),
    Learnt(
        ActivityKind.CASE_REVIEW,
        _LIVE,
        90,
        ("3.5", "16.5"),
        "When a hoist was late: what we learned",
        "I had known on Monday and told the family on Thursday.",
        "I tell people the same day, even when I have no answer yet.",
        "The family said that they trust us more, not less.",
    ),
    Learnt(
        ActivityKind.TEACHING,
        _LIVE,
        60,
        ("17.1",),
        "Talked to new support workers",
        "Explaining my own role showed me where it is not clear.",
        "There is one page now on who to ring for what.",
        "Fewer calls at night, and they go to the right person.",
    ),
    Learnt(
        ActivityKind.COURSE,
        _LIVE,
        180,
        ("1.1", "1.2"),
        "Safeguarding adults, level 3",
        "A worry can be passed on without the person's consent when others are at risk.",
        "I write down whom I asked for advice, and when.",
        "One worry was raised a week sooner than I would have before.",
    ),
)
GOALS = (
    GoalWords("Know more about supported decisions", "A course, then three cases with my supervisor"),
    GoalWords("Write shorter plans that carers read", "Ask two carers to mark what they do not use"),
    GoalWords("Learn how housing grants work in Wales", "A day with the housing officer"),
)


def told(learnt: Learnt, cast: Cast, days_ago: int, *, goal: int | None = None) -> Told:
    """An activity on a day."""
    return Told(
        done_on=cast.today - timedelta(days=days_ago),
        minutes=learnt.minutes,
        kind=learnt.kind,
        company=learnt.company,
        standards=learnt.standards,
        plan_item_id=goal,
        words=Words(learnt.title, learnt.learned, learnt.changed, learnt.benefit),
    )


def tell(cast: Cast) -> None:
    """All records."""
    _with_care(cast)
    learners = [*cast.ending[:4], *cast.others[: LEARNERS - 4]]
    cast.let_in(learners)
    for place, one in enumerate(learners):
        load(cast, one, how_many=(9, 12, 4, 10, 7, 3, 11, 6)[place])


def load(cast: Cast, one: Registrant, *, how_many: int, days_ago: int = 20) -> None:
    """Somebody keeps so many activities of their last year at once, as from a sheet."""
    first = days_ago + cast.chance.randrange(5, 20)
    many = [told(LEARNT[place % len(LEARNT)], cast, first + 31 * place) for place in range(how_many)]
    actor = cast.actor(one)
    cast.do(days_ago, lambda: keeping.load(one.entry_id, many, once=f"demo-{one.number}", by=actor))


def _with_care(cast: Cast) -> None:
    """A plan, an activity every fortnight, and one that waits to be finished."""
    me, actor = cast.showpiece, cast.actor(cast.showpiece)
    goals = [
        cast.do(60, partial(planning.set_goal, me.entry_id, GoalTold(words), once=f"demo-goal-{place}", by=actor))
        for place, words in enumerate(GOALS)
    ]
    for place in range(22):
        days_ago = 6 + 17 * place
        told_then = told(LEARNT[place % len(LEARNT)], cast, days_ago, goal=goals[place % 3] if place < 3 else None)
        written = min(days_ago - 1, 55)
        once = f"demo-{place}"
        cast.do(written, partial(keeping.write, me.entry_id, told_then, once=once, draft=False, by=actor), 19)
    draft = Told(cast.today, 45, ActivityKind.READING, words=Words("Report on care at night"))
    cast.do(0, lambda: keeping.write(me.entry_id, draft, once="demo-draft", draft=True, by=actor))
