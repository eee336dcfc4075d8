"""The shape of what people type about accounts, and the words for what is wrong. They hand on plain values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, StringField, TextAreaField, ValidationError
from wtforms.validators import AnyOf

from accounts.addresses import Address, NoAddress, read_address
from accounts.models import Realm
from accounts.operations.signing_up import read_name
from accounts.passwords import LONGEST, weakness
from foundation.errors import Refused

Problems = list[tuple[str, str]]


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """A form that lists its problems as pages show them."""

    @property
    def problems(self) -> Problems:
        """What is wrong: the field's id and the sentence, in the order of the page."""
        return [(field.id, str(field.errors[0])) for field in self if field.errors]

    def refuse(self, name: str, sentence: str) -> None:
        """Put a sentence from the domain on the field it is about."""
        field: Field = self[name]
        field.errors = [*field.errors, sentence]


def _address(_form: Form, field: Field) -> None:
    try:
        field.address = read_address(field.data or "")
    except NoAddress as error:
        raise ValidationError(str(error)) from error


def _filled(sentence: str) -> Any:
    def check(_form: Form, field: Field) -> None:
        if not (field.data or "").strip():
            raise ValidationError(sentence)

    return check


def _not_a_book(_form: Form, field: Field) -> None:
    if len(field.data or "") > LONGEST * 2:
        raise ValidationError(f"Use at most {LONGEST} characters.")


class EmailForm(Form):
    """An email address and nothing else."""

    email = StringField("Email address", [_address])

    @property
    def address(self) -> Address:
        """The address as it was read."""
        read: Address = self.email.address
        return read


class SignInForm(EmailForm):
    """An address and a password."""

    password = PasswordField("Password", [_filled("Type your password."), _not_a_book])


class CodeForm(Form):
    """A code from a letter, an app or a printed list."""

    code = StringField("Code", [_filled("Type the code.")])


class PasswordForm(Form):
    """The password one has."""

    password = PasswordField("Your password", [_filled("Type your password."), _not_a_book])


class NameForm(Form):
    """A person's name."""

    name = StringField("Your full name")

    def validate_name(self, field: Field) -> None:
        """Tidy it; refuse none."""
        try:
            field.data = read_name(field.data or "")
        except Refused as error:
            raise ValidationError(error.sentence) from error


class NewPasswordForm(Form):
    """A password to be. `own_words` are the person's own, which it must not be made of."""

    password = PasswordField("New password", [_filled("Type a new password."), _not_a_book])

    def check_strength(self, own_words: Iterable[str]) -> bool:
        """Whether it is hard to guess; else the field says why not."""
        sentence = weakness(self.password.data or "", own_words=own_words)
        if sentence:
            self.refuse("password", sentence)
        return sentence is None


class DetailsForm(NameForm, NewPasswordForm):
    """The last page of signing up: a name and a password."""


class NewAppForm(CodeForm):
    """A code that shows that the app is set up, and a name for it."""

    name = StringField("A name for it (you may leave this out)")


class RecoveryForm(EmailForm):
    """Whose account is to be recovered, and how it was made sure who asks."""

    realm = StringField("Kind of account", [AnyOf([realm.value for realm in Realm], "Choose the kind of account.")])
    checked = TextAreaField("How did you make sure who is asking?", [_filled("Say how you made sure who is asking.")])


class DecisionForm(Form):
    """A reason with a decision."""

    reason = TextAreaField("Reason (needed when you do not approve)")


class PressForm(Form):
    """A button and nothing else."""
