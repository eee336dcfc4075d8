"""The forms of looking into a concern from triage to the end of an investigation. `concerns.forms.acts` has all."""

from __future__ import annotations

from accounts.permissions import Permission
from concerns.forms.fields import Field, Form, options
from concerns.vocabulary import OPEN_STAGES, Factor, Ground, PauseReason, Stage, TriageOutcome, Yes
from concerns.workflow import LOOKED_INTO

_YES = ((Yes.YES.value, "Yes"), (Yes.DOUBT.value, "I am in doubt"), (Yes.NO.value, "No"))
YES_NO = ((Yes.YES.value, "Yes"), (Yes.NO.value, "No"))
REASONS = Field("words", "Your reasons", needed="Write your reasons", hint="Only staff read this.")
TO_REPORTER = Field(
    "words",
    "Your words to the reporter",
    needed="Write the reasons for the reporter",
    hint="They read these as they stand.",
)
STANDARDS = Field("standards", "Which Standards?", "line", hint="Their numbers, such as 3.1, 3.7")
SUBJECT = Field("subject", "Whom?", "choices", needed="Choose whom", of="subjects")
TRIAGE, MANAGE = (Permission.TRIAGE,), (Permission.THRESHOLD,)
GIVE, WORK = (Permission.ALLOCATE,), (Permission.INVESTIGATE,)
_ANYBODY = (*TRIAGE, *MANAGE, *WORK)
AT_WORK = (Stage.INVESTIGATION,)


def listing(heading: str, stages: tuple[Stage, ...], *, of: str) -> Form:
    """The form that lists somebody for a job."""
    fields = (
        Field("person", "Who?", "choices", needed="Choose who does it", of=of),
        Field("note", "What do they need to know?", hint="Only staff read this."),
    )
    return Form(heading, "List them", GIVE, stages, fields, "They are listed. Nobody else with their role can open it.")


FORMS: dict[str, Form] = {
    "ours": Form(
        "It is ours to look into",
        "Pass it on",
        TRIAGE,
        (Stage.TRIAGE,),
        (
            Field("outcome", "Where does it go?", "choices", options(TriageOutcome), needed="Choose where it goes"),
            Field("happened_on", "When did it happen?", "day", needed="Say when it happened", hint="The first day."),
            Field("happened_until", "Until when?", "day", hint="Leave it empty when it was one day."),
            STANDARDS,
            Field("too_old", "If it is longer ago than the age limit: why look into it all the same?"),
            REASONS,
        ),
        "It goes on. The reporter can see it, and the person it is about cannot leave the register meanwhile.",
    ),
    "more-time": Form(
        "More time to settle it",
        "Give more time",
        TRIAGE,
        (Stage.LOCAL_RESOLUTION,),
        (REASONS,),
        "More time.",
    ),
    "settled": Form(
        "It is settled",
        "Close it",
        TRIAGE,
        (Stage.LOCAL_RESOLUTION,),
        (Field("agreed", "What did they agree on?", needed="Write what they agreed on"), TO_REPORTER),
        "It is closed.",
    ),
    "not-settled": Form(
        "Settling it did not work",
        "Go on to the threshold",
        TRIAGE,
        (Stage.LOCAL_RESOLUTION,),
        (REASONS,),
        "It is at the threshold now.",
    ),
    "threshold": Form(
        "The threshold test",
        "Decide",
        MANAGE,
        (Stage.THRESHOLD,),
        (
            Field("serious", "Could it show a serious departure, or another ground?", "choices", _YES),
            Field("matters", "Could it matter today?", "choices", _YES),
            Field("fair", "Can it fairly be looked into?", "choices", YES_NO),
            Field("grounds", "On which grounds? Needed when you investigate.", "ticks", options(Ground)),
            STANDARDS,
            *(Field(f"factor_{one.value}", one.label, hint="Leave it empty if it weighs nothing.") for one in Factor),
            REASONS,
            Field("closing", "If you close it: your words to the reporter", hint="They read these as they stand."),
            Field("advice", "If you close it: advice for the registrant"),
        ),
        "It is decided.",
        (
            "All three yes: investigate. In doubt on the first or the second: investigate.",
            "If what we were told were true, could it show a serious departure from a Standard, or another ground?",
            "Does that matter today for the safety of service users, for confidence in case managers, or for "
            "upholding the Standards?",
        ),
    ),
    "wait": Form(
        "Let its clock stand still",
        "Stop the clock",
        _ANYBODY,
        OPEN_STAGES,
        (Field("reason", "Why?", "choices", options(PauseReason), needed="Choose the reason"), REASONS),
        "Its clock stands still. The risk is rated and the reporter hears from us all the same.",
    ),
    "keep-waiting": Form("We still have to wait", "Keep waiting", _ANYBODY, OPEN_STAGES, (REASONS,), "We still wait."),
    "go-on": Form("Let its clock run again", "Go on", _ANYBODY, OPEN_STAGES, (REASONS,), "Its clock runs again."),
    "investigator": listing("Who investigates it?", AT_WORK, of="investigators"),
    "lay-examiner": listing("Who is the lay examiner?", (Stage.INVESTIGATION, Stage.EXAMINATION), of="lay_examiners"),
    "registrant-examiner": listing(
        "Who is the examiner from the register?",
        (Stage.INVESTIGATION, Stage.EXAMINATION),
        of="registrant_examiners",
    ),
    "plan": Form(
        "The plan",
        "Keep the plan",
        WORK,
        AT_WORK,
        (Field("words", "What will you find out, from whom, by when?", needed="Write the plan"),),
    ),
    "allege": Form(
        "Put an allegation",
        "Put it",
        WORK,
        AT_WORK,
        (
            SUBJECT,
            Field("grounds", "On which grounds?", "ticks", options(Ground), needed="Choose the ground, or several"),
            STANDARDS,
            Field("words", "The allegation in a sentence", needed="Put the allegation in a sentence"),
            Field("facts", "The facts, one on each line", needed="Write the facts, one on each line"),
        ),
        "It is put.",
    ),
    "withdraw-allegation": Form(
        "Withdraw an allegation",
        "Withdraw it",
        WORK,
        AT_WORK,
        (Field("number", "Which?", "choices", needed="Choose which", of="allegations"), REASONS),
    ),
    "ask-for": Form(
        "Ask somebody for information",
        "Put it on record",
        WORK,
        AT_WORK,
        (
            Field("whom", "Whom, and how are they reached?", "line", needed="Say whom you ask"),
            Field("words", "What do you ask for, and why?", needed="Say what you ask for"),
        ),
    ),
    "statement": Form(
        "Take a statement",
        "Keep it",
        WORK,
        AT_WORK,
        (
            Field("witness", "Whose statement?", "line", needed="Say whose statement it is"),
            Field("words", "The statement", needed="Write down the statement"),
            Field("signed_on", "Signed on which day?", "day", hint="Leave it empty until it is signed."),
        ),
    ),
    "ask-answer": Form(
        "Ask the registrant to answer",
        "Ask them",
        WORK,
        AT_WORK,
        (SUBJECT,),
        "They have a letter.",
    ),
    "more-answer-time": Form("More time to answer", "Give more time", WORK, AT_WORK, (SUBJECT, REASONS), "More time."),
    "report": Form(
        "The report",
        "Keep the report",
        WORK,
        AT_WORK,
        (Field("words", "What was found, for and against each fact?", needed="Write the report"),),
    ),
    "to-examiners": Form("Send it to the case examiners", "Send it", WORK, AT_WORK, (), "It is before the examiners."),
    "discontinue": Form(
        "We cannot go on with it",
        "Close it",
        MANAGE,
        LOOKED_INTO,
        (Field("note", "What happened?", needed="Write what happened", hint="Only staff read this."), TO_REPORTER),
        "It is on record. Before examiners or a panel, it is closed once another manager agrees.",
    ),
    "answer-ending": Form(
        "Another manager says that it cannot go on",
        "Answer",
        MANAGE,
        (Stage.EXAMINATION, Stage.PANEL),
        (
            Field(
                "agrees",
                "Do you agree?",
                "choices",
                (("yes", "Yes: close it"), ("no", "No: it goes on")),
                needed="Choose whether you agree",
                hint="What they wrote stands among the notes, with the words for the reporter.",
            ),
            Field("words", "Why?", needed="Write why", hint="Only staff read this."),
        ),
        "It is on record.",
    ),
    "look-anew": Form(
        "Open it again",
        "Open it",
        MANAGE,
        (Stage.CLOSED,),
        (Field("words", "What is new?", needed="Write what is new", hint="Only staff read this."),),
        "It is in triage again.",
    ),
}
