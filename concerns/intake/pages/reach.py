"""Named or not, and how the reporter can be reached safely. Not asked of somebody who stays anonymous."""

from __future__ import annotations

from concerns.intake.pages.who import MYSELF
from concerns.vocabulary import Naming
from foundation.journey.conditions import both, chosen, either, unless
from foundation.journey.pages import Kind, Option, Page, Question, Section

ANONYMOUS = both(unless(MYSELF), chosen("naming", Naming.ANONYMOUS.value))
KNOWN = either(MYSELF, chosen("naming", Naming.NAMED.value, Naming.CONFIDENTIAL.value))
CAN_BE_WRITTEN_TO = both(KNOWN, chosen("ways", "email", "phone", "post"))


SECTION = Section(
    "reach",
    "You, and how we reach you",
    (
        Page(
            "name-or-not",
            "May we know who you are?",
            (
                Question(
                    "naming",
                    kind=Kind.CHOICE,
                    options=(
                        Option(
                            Naming.NAMED.value,
                            "Yes, and you may use my name",
                            hint="The case manager will know who told us. This makes it easiest for us to act.",
                        ),
                        Option(
                            Naming.CONFIDENTIAL.value,
                            "Yes, but keep my name to yourselves",
                            hint=(
                                "We do not tell the case manager unless you agree. They may still guess. "
                                "Sometimes we cannot go on without saying who told us: then we talk to you first."
                            ),
                        ),
                        Option(
                            Naming.ANONYMOUS.value,
                            "No, I want to stay anonymous",
                            hint=(
                                "We do not ask your name, and we keep no address, no device and no time. You talk to "
                                "us through a mailbox. Keep its secret: we cannot give you a new one."
                            ),
                        ),
                    ),
                    required="Choose whether we may know who you are",
                ),
            ),
            applies=unless(MYSELF),
            intro="concerns/report/intros/naming.html",
        ),
        Page(
            "your-name",
            "What is your name?",
            (Question("name", autocomplete="name", required="Type your name"),),
            applies=KNOWN,
        ),
        Page(
            "reach",
            "How may we reach you?",
            (
                Question(
                    "ways",
                    kind=Kind.CHOICES,
                    hint="You always have a mailbox on this website. Choose others only if they are safe for you.",
                    options=(
                        Option(
                            "email",
                            "Email",
                            follow=(
                                Question(
                                    "email",
                                    "Email address",
                                    Kind.EMAIL,
                                    autocomplete="email",
                                    longest=254,
                                    required="Type your email address",
                                ),
                            ),
                        ),
                        Option(
                            "phone",
                            "Phone",
                            follow=(
                                Question(
                                    "phone",
                                    "Phone number",
                                    Kind.PHONE,
                                    autocomplete="tel",
                                    required="Type your phone number",
                                    small=True,
                                ),
                            ),
                        ),
                        Option(
                            "post",
                            "Post",
                            follow=(
                                Question(
                                    "post",
                                    "Address",
                                    Kind.TEXT,
                                    autocomplete="street-address",
                                    rows=4,
                                    longest=500,
                                    required="Type your address",
                                ),
                            ),
                        ),
                        Option("mailbox", "Only the mailbox", alone=True),
                    ),
                    required="Choose how we may reach you, or only the mailbox",
                ),
            ),
            applies=KNOWN,
        ),
        Page(
            "safely",
            "What keeps you safe when we do?",
            (
                Question(
                    "safe",
                    "To keep you safe, we should",
                    Kind.CHOICES,
                    hint="Leave it empty if none of this matters.",
                    options=(
                        Option("no_voicemail", "leave no voicemail"),
                        Option("no_post", "send nothing by post"),
                        Option("quiet", "say nothing of a concern in the subject or sender of an email"),
                    ),
                ),
                Question(
                    "safe_times",
                    "When is a safe time?",
                    hint="For example “weekdays after 6pm”. Leave it empty if any time is fine.",
                ),
            ),
            applies=CAN_BE_WRITTEN_TO,
        ),
        Page(
            "easier",
            "What would make this easier for you?",
            (
                Question(
                    "needs",
                    kind=Kind.CHOICES,
                    hint="We ask once, and do it every time. It costs you nothing.",
                    options=(
                        Option("large_print", "Large print"),
                        Option("easy_words", "Easy words and pictures"),
                        Option("sign", "A sign language interpreter"),
                        Option("language", "Another language", follow=(Question("needs_language", "Which language?"),)),
                        Option("talk", "Talking rather than writing"),
                        Option("time", "More time, or breaks"),
                        Option(
                            "helper",
                            "Someone who helps me",
                            follow=(
                                Question(
                                    "helper",
                                    "Who helps you, and how can we reach them?",
                                    hint="We may then talk to them.",
                                ),
                            ),
                        ),
                        Option("other", "Something else", follow=(Question("needs_other", "What else would help?"),)),
                        Option("nothing", "Nothing, thank you", alone=True),
                    ),
                ),
            ),
        ),
    ),
)
