"""The forms of publishing: telling both sides, the words, proof copies, release, and taking down at once."""

from __future__ import annotations

from accounts.permissions import Permission
from concerns.forms.fields import Field, Form
from concerns.forms.looking import YES_NO
from concerns.vocabulary import Stage

EDIT, PUBLISH = (Permission.PREPARE_TEXT,), (Permission.PUBLISH,)
_OUTCOME = (Stage.OUTCOME,)
_ANY = tuple(one for one in Stage if one is not Stage.RECEIVED)
_NOBODY = "Service users and reporters are “Service user A”. Nothing about health."
_UNTOLD = Field("order", "Which decision?", "choices", needed="Choose the decision", of="untold_orders")
_WORDS = Field("words_of", "Which words?", "choices", needed="Choose the words", of="unreleased_words")
_PUBLIC = Field("order", "Which decision?", "choices", needed="Choose the decision", of="public_orders")
_SENT_BACK = "Any change to the words brings them back to the editor’s side: somebody else releases the new version."
_MAY_STAND = (
    "Leave it empty when none does. If their letter cannot be posted because nobody knows an address, say here how "
    "they were told."
)

FORMS: dict[str, Form] = {
    "tell": Form(
        "Tell both sides what was decided",
        "Send the letters",
        PUBLISH,
        _OUTCOME,
        (_UNTOLD,),
        "Both sides have a letter. The time to appeal runs from it.",
        (
            "Within five working days of the decision. Bad news goes out in the morning of a working day.",
            "The public reads nothing yet.",
        ),
    ),
    "text": Form(
        "Prepare the words that the public will read",
        "Keep the words",
        EDIT,
        _ANY,
        (
            Field("words_of", "Which words?", "choices", needed="Choose the words", of="words_to_write"),
            Field("wording", "In short", needed="Write the words that the public will read", hint=_NOBODY),
            Field(
                "facts",
                "What was found: the facts",
                hint="Only for conditions, a suspension or a removal. They check it in the proof copy.",
            ),
            Field(
                "decision",
                "What was decided, and why",
                hint="Only for conditions, a suspension or a removal. Leave out what is private.",
            ),
        ),
        "They are kept. Send the proof copies next; somebody else releases them.",
        (_SENT_BACK,),
    ),
    "proofs": Form(
        "Send the proof copies",
        "Send them",
        EDIT,
        _ANY,
        (_WORDS,),
        "They are sent. What comes back stands here.",
        ("The registrant, the reporter and the person affected check the facts, and nothing else, for seven days.",),
    ),
    "proof-by-hand": Form(
        "Write down what somebody said of a proof copy",
        "Keep it",
        EDIT,
        _ANY,
        (
            Field("proof", "Whose?", "choices", needed="Choose whose", of="proofs_by_hand"),
            Field("right", "Are the facts right?", "choices", YES_NO, needed="Say whether the facts are right"),
            Field("words", "What is wrong, in their words"),
        ),
        "It is kept.",
    ),
    "no-proofs": Form(
        "Do not wait for proof copies",
        "Do not wait",
        PUBLISH,
        _ANY,
        (
            Field("words_of", "Which words?", "choices", needed="Choose the words", of="words_to_write"),
            Field("words", "Why can it not wait?", needed="Say why it cannot wait", hint="Only staff read this."),
        ),
        "It need not wait.",
        ("Only when somebody would be in danger, or nobody can be asked.",),
    ),
    "release": Form(
        "Release a decision",
        "Release it",
        PUBLISH,
        _ANY,
        (
            Field("words_of", "Which words?", "choices", needed="Choose the words", of="words_to_release"),
            Field("words", "A name stands in them? Then say why it may.", hint=_MAY_STAND),
        ),
        "It is released. The register shows it from its first day.",
        ("You release what somebody else prepared. Read every word of it first.", _SENT_BACK),
    ),
    "take-down": Form(
        "Take a decision off the register at once",
        "Take it off now",
        PUBLISH,
        _ANY,
        (
            _PUBLIC,
            Field("words", "Why does it have to go?", needed="Say why it has to go", hint="Only staff read this."),
        ),
        "It is off the register, and every page that showed it was asked: it is gone.",
        (
            "The order falls: it limits nobody any more. When only its words are wrong, hide the words instead.",
            "Everybody else who publishes has a letter at once, and looks at it as a second person.",
        ),
    ),
    "hide-words": Form(
        "Hide the wrong words of a decision that is right",
        "Hide the words now",
        PUBLISH,
        _ANY,
        (
            Field("order", "Which decision?", "choices", needed="Choose the decision", of="worded_orders"),
            Field(
                "words", "What is wrong with them?", needed="Say what is wrong with them", hint="Only staff read this."
            ),
        ),
        "The words are hidden. An editor writes them anew, and somebody else releases them.",
        (
            "The order stays in force and on the entry: only its words go.",
            "When the order itself is wrong (the wrong person, say), take it off instead: then it falls.",
        ),
    ),
    "about-health": Form(
        "Say that a decision is about health",
        "Ask a second person",
        (*EDIT, *PUBLISH),
        _ANY,
        (
            Field("order", "Which decision?", "choices", needed="Choose the decision", of="not_private_orders"),
            Field("words", "Why is it private?", needed="Say why it is about health", hint="Only staff read this."),
        ),
        "It is kept. A second person answers, and no word of it is public from then on.",
        (
            "The decision stays as it is: the public goes on reading that there is a limit, and not why.",
            "Can the public read it now? Hide its words first: that needs one press and nobody else.",
        ),
    ),
    "health-answer": Form(
        "Is a decision about health?",
        "Answer",
        PUBLISH,
        _ANY,
        (
            Field("order", "Which decision?", "choices", needed="Choose the decision", of="said_private_orders"),
            Field("agrees", "Do you agree?", "choices", YES_NO, needed="Choose yes or no"),
            Field("words", "If not: why?", hint="Only staff read this."),
        ),
        "It is kept.",
        ("With your yes its words leave every page at once, and it is shown until it ends and no longer.",),
    ),
    "look-again": Form(
        "Look again at a decision that is shown for longer than others",
        "Keep what you decided",
        PUBLISH,
        _ANY,
        (
            Field("order", "Which decision?", "choices", needed="Choose the decision", of="endless_orders"),
            Field("keeps", "Does the public go on reading it?", "choices", YES_NO, needed="Choose yes or no"),
            Field("until", "If not: until which day?", "day"),
            Field("words", "Your reasons", needed="Write your reasons"),
        ),
        "It is kept.",
    ),
}
