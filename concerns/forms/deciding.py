"""The forms of deciding: case examiners, interim measures, hearings, determinations, publication and what follows."""

from __future__ import annotations

from accounts.permissions import Permission
from concerns.forms.fields import Field, Form, options
from concerns.forms.looking import GIVE, MANAGE, STANDARDS, SUBJECT, TO_REPORTER, YES_NO, listing
from concerns.panels.ladder import STEPS, WARNING_MONTHS
from concerns.vocabulary import LADDER, OPEN_STAGES, Decided, Finding, HearingKind, InterimGround, Sanction, Stage

EXAMINE, SIT = (Permission.EXAMINE,), (Permission.VOTE, Permission.CHAIR, Permission.HEAR_APPEALS)
LEAD = (Permission.CHAIR, Permission.HEAR_APPEALS)
PUBLISH = (Permission.PUBLISH,)
_EXAMINED = (Stage.EXAMINATION,)
#: A panel may meet at any of these: for an interim order while it is looked into, for a review afterwards.
_HEARD = tuple(one for one in Stage if one not in (Stage.RECEIVED, Stage.CLOSED))
_AFTER = (Stage.OUTCOME, Stage.APPEAL, Stage.MONITORING)
_WHY = Field("words", "Your reasons", needed="Write your reasons")
_HEARING = Field("hearing", "Which hearing?", "choices", needed="Choose the hearing", of="hearings")
_FINAL = Field("hearing", "Which hearing?", "choices", needed="Choose the hearing", of="final_hearings")
_SHORT = Field("hearing", "Which hearing?", "choices", needed="Choose the hearing", of="other_hearings")
_MONTHS = Field("months", "For how many months?", "line", hint="Leave it empty when it has no length.")
_PUBLIC = Field(
    "public",
    "What will the public read?",
    hint="Service users and reporters are “Service user A”. Nothing about health.",
)
_PRIVATE = Field("private", "What is private?", hint="A document of its own. It is not part of the other.")
_HEALTH = Field("health", "Is it about health alone?", "choices", YES_NO, needed="Say whether it is about health alone")
_SHOWN = (
    Field("sexual", "Was sexual misconduct proved?", "choices", YES_NO),
    Field(
        "without_end",
        "If so: is the public to read it without end?",
        "choices",
        YES_NO,
        hint="It is looked at again every ten years.",
    ),
    Field(
        "shown_months",
        "Or for longer than it reads other decisions: for how many months after it ended?",
        "line",
        hint="Of a removal: after it began. Leave it empty for as long as the rules say.",
    ),
)
_STEP_WORDS = dict(
    zip(
        STEPS,
        (
            "The facts: why each was proved or not",
            "The Standards: why they were breached or not",
            "Impairment: why, or why not, today",
        ),
        strict=True,
    )
)
_RUNG = "Leave it empty above the rung you take."


def _seat(heading: str, of: str) -> Form:
    fields = (
        _HEARING,
        Field("person", "Who?", "choices", needed="Choose who sits", of=of),
        Field("note", "What do they need to know?", hint="Only staff read this."),
    )
    said = "They are listed, and may read the papers."
    return Form(
        heading,
        "List them",
        GIVE,
        _HEARD,
        fields,
        said,
        ("A panel is a lay chair, a lay member and a registrant. A legal adviser has no vote.",),
    )


FORMS: dict[str, Form] = {
    "view": Form(
        "What do you find?",
        "Keep what I find",
        EXAMINE,
        _EXAMINED,
        (
            Field("finding", "Your finding", "choices", options(Finding), needed="Choose what you find"),
            _WHY,
            Field("terms", "The advice, the warning, or what would be undertaken", hint="Needed for these three."),
        ),
        "It is kept. You see what the other examiner finds once both of you have written.",
        (
            "Is there a realistic prospect that the facts are proved, and that action is needed?",
            "You write alone. Neither of you sees what the other wrote before.",
        ),
    ),
    "send-back": Form(
        "Send it back to be looked into further",
        "Send it back",
        EXAMINE,
        _EXAMINED,
        (Field("words", "What has to be found out?", needed="Say what has to be found out"),),
        "It is under investigation again.",
    ),
    "no-case": Form("Close it: no case to answer", "Close it", EXAMINE, _EXAMINED, (TO_REPORTER,), "It is closed."),
    "offer": Form(
        "Offer to end it by agreement",
        "Put it to the other examiner",
        EXAMINE,
        _EXAMINED,
        (
            SUBJECT,
            Field(
                "terms",
                "The warning or the undertakings, as the public would read them",
                needed="Write the warning or the undertakings",
            ),
            Field(
                "health",
                "Is it about health alone?",
                "choices",
                YES_NO,
                needed="Say whether it is about health alone",
                hint="Then the public learns that there is a limit, and nothing of the words above.",
            ),
            Field(
                "private",
                "Terms that are private",
                hint="Leave it empty if nothing is. Only the registrant and whoever follows the order read it.",
            ),
            Field("facts", "The facts they would admit", needed="Write the facts that they would admit"),
            Field(
                "months",
                "For how many months?",
                "line",
                hint=f"A warning lasts {' or '.join(', '.join(map(str, WARNING_MONTHS)).rsplit(', ', 1))}.",
                needed="Say for how many months",
            ),
        ),
        "The other examiner reads it. It goes to the registrant once they agree.",
    ),
    "read-offer": Form(
        "Read the offer that the other examiner wrote",
        "Answer",
        EXAMINE,
        _EXAMINED,
        (
            Field("agrees", "Do you agree with every word of it?", "choices", YES_NO, needed="Choose yes or no"),
            Field("words", "If you do not agree, why?", hint="The other examiner reads it, and writes the offer anew."),
        ),
        "It is kept. If you agreed, the registrant gets a letter. If not, it is written anew, or a panel hears it.",
        (
            "Nothing is offered in the name of both of you before you have read it.",
            "After a second no, a panel hears it.",
        ),
    ),
    "unanswered": Form(
        "The offer was left unanswered",
        "Pass it to a panel",
        EXAMINE,
        _EXAMINED,
        (),
        "A panel hears it.",
    ),
    "interim": Form(
        "Ask for an interim order?",
        "Decide",
        MANAGE,
        OPEN_STAGES,
        (Field("apply", "Do we ask a panel for one?", "choices", YES_NO, needed="Choose yes or no"), _WHY),
        "It is decided.",
        ("For what is red: decide within two working days. The hearing follows within 14 days.",),
    ),
    "list-hearing": Form(
        "Set a day for a panel",
        "Set the day",
        GIVE,
        _HEARD,
        (
            SUBJECT,
            Field("kind", "What for?", "choices", options(HearingKind), needed="Choose what it is for"),
            Field("on", "On which day?", "day", needed="Type the day", hint="A hearing needs 28 days’ notice."),
            Field("private", "Is it heard in private?", "choices", YES_NO, needed="Say whether it is private"),
            Field("order", "A review or an appeal: of which decision?", "choices", of="orders"),
            Field("late", "Is an interim hearing later than 14 days after it was asked for? Then say why."),
        ),
        "The day is set. List who sits, then tell the registrant.",
    ),
    "chair": _seat("Who chairs the panel?", "chairs"),
    "lay-member": _seat("Who is the lay member?", "lay_members"),
    "registrant-member": _seat("Who is the member from the register?", "registrant_members"),
    "adviser": _seat("Who is the legal adviser?", "advisers"),
    "unlist": Form(
        "Take somebody off",
        "Take them off",
        GIVE,
        _HEARD,
        (Field("seat", "Whom?", "choices", needed="Choose whom", of="seats"),),
        "They are not listed any more.",
    ),
    "notice": Form(
        "Tell the registrant of the day",
        "Send the notice",
        GIVE,
        _HEARD,
        (
            _HEARING,
            Field(
                "shortened",
                "If an interim hearing has less than 7 days’ notice: why?",
                hint="When their letter cannot be there by then, call them. Write who told them, and when.",
            ),
        ),
        "They have a letter.",
    ),
    "adjourn": Form(
        "Move a hearing to a later day",
        "Move it",
        GIVE,
        _HEARD,
        (_HEARING, Field("to", "To which day?", "day", needed="Type the day"), _WHY),
        "The registrant is told of the new day.",
    ),
    "call-off": Form("Call a hearing off", "Call it off", GIVE, _HEARD, (_HEARING, _WHY), "It is called off."),
    "determination": Form(
        "Draft the decision of the panel",
        "Put it to the vote",
        LEAD,
        (Stage.PANEL,),
        (
            _FINAL,
            Field("proved", "Was it proved", "each", YES_NO, of="particulars"),
            Field("reason_facts", _STEP_WORDS["facts"], needed="Write the reasons on the facts"),
            STANDARDS,
            Field("reason_standards", _STEP_WORDS["standards"]),
            Field("impaired", "Is fitness to practise impaired today?", "choices", YES_NO, needed="Choose yes or no"),
            Field("reason_impairment", _STEP_WORDS["impairment"]),
            *(
                Field(f"reason_{one.value}", f"{one.label}: why it is enough, or not enough", hint=_RUNG)
                for one in LADDER
            ),
            Field("sanction", "What follows?", "choices", options(Sanction), needed="Choose what follows"),
            _MONTHS,
            _PUBLIC,
            _PRIVATE,
            _HEALTH,
            *_SHOWN,
        ),
        "It is before the panel. Each member votes, and you too.",
        (
            "First the facts, on the balance of probabilities. Then the Standards. Then impairment today. Then what "
            "follows, from the mildest upwards, with a reason at each rung up to the one you take.",
        ),
    ),
    "short-decision": Form(
        "Draft the decision on an interim order, a review or an appeal",
        "Put it to the vote",
        LEAD,
        _HEARD,
        (
            _SHORT,
            Field("decided", "What is decided?", "choices", options(Decided), needed="Choose what is decided"),
            _MONTHS,
            Field("reason_decision", "The reasons", needed="Write your reasons"),
            Field("grounds", "On which grounds? Only for an interim order.", "ticks", options(InterimGround)),
            *(Field(f"reason_{one.value}", f"{one.label}: why") for one in InterimGround),
            _PUBLIC,
            _PRIVATE,
            _HEALTH,
        ),
        "It is before the panel. Each member votes, and you too.",
    ),
    "vote": Form(
        "Vote on the draft",
        "Vote",
        SIT,
        _HEARD,
        (
            _HEARING,
            Field("agrees", "Do you agree with it?", "choices", YES_NO, needed="Choose yes or no"),
            Field("words", "If not: why?", hint="It is kept with the decision."),
        ),
        "You have voted.",
    ),
    "sign": Form("Sign the decision", "Sign it", LEAD, _HEARD, (_HEARING,), "It is decided."),
    "compliance": listing("Who follows the order?", (Stage.OUTCOME, Stage.MONITORING), of="compliance_officers"),
    "monitor": Form("Follow the order", "Follow it", PUBLISH, (Stage.OUTCOME,), (), "It is followed until it ends."),
    "finish": Form(
        "Close it: everything is done",
        "Close it",
        PUBLISH,
        (Stage.OUTCOME, Stage.MONITORING),
        (TO_REPORTER,),
        "It is closed.",
    ),
}
