"""What forms were filled in with: submissions, which of them are wanted, and what a refusal of one means."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from ..errors import ApiError, OneEntryError, SignInRequiredError
from ..frames.answers import AnswerField, columns_of_objects, types_of
from ..frames.assemble import build
from ..frames.schema import SUBMISSIONS
from ..lists.options import SubmissionFilters
from ..lists.plan import Report
from ..lists.read_all import check_findings, say_unreadable
from ..transport.refusals import advised
from ..values.arguments import check_id, check_items, check_text, parse_moment, unknown_marker
from ..values.display import html_card, one_line
from ..values.reader import Reader
from ..values.unreadable import Finding, Findings
from .form_configs import entity_text

if TYPE_CHECKING:
    import pandas as pd

SubmissionStatus = Literal["sent", "moderation", "approved", "banned", "deleted"]


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A form that was filled in (docs/api/forms.md#forms-submissions).

    Attributes:
        id: number of the submission.
        form: marker to value of the form's fields.
        form_marker: marker of the form.
        created: when it was sent, in UTC; None where the server does not say.
        status: ``sent``, ``moderation``, ``approved``, ``banned`` or ``deleted``; other values are possible. None in
            the answer to ``submit`` and ``update_submission``, and where the server does not say.
        entity: what it is about: marker of a page, number of a product.
        config_id: number of the form's configuration; None where the server does not say.
        author: login of who sent it; None for visitors.
        answers_to: number of the submission that it answers; None if it answers none.
        by_admin: sent in the admin panel; None where the server does not say.
        message: what the form says to its sender, in the answer to ``submit`` only.
        raw: the JSON object.
    """

    id: int
    form: Mapping[str, Any] = field(hash=False)
    form_marker: str | None
    created: datetime | None
    status: str | None
    entity: str | None
    config_id: int | None
    author: str | None
    answers_to: int | None
    by_admin: bool | None
    message: str | None = None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> Submission:
        """Reads a ``Submission`` from a response."""
        entity = reader.raw.get("entityIdentifier")
        of_list = reader.raw.get("formModuleConfigId") is not None
        return cls(
            id=reader.id(),
            form=reader.form_values(),
            form_marker=reader.text("formIdentifier"),
            created=reader.time("time"),
            status=reader.text("status"),
            entity=str(entity) if isinstance(entity, int) else reader.text("entityIdentifier"),
            config_id=reader.integer("formModuleConfigId" if of_list else "formModuleId"),
            author=reader.text("userIdentifier") or None,
            answers_to=reader.integer("parentId") or None,
            by_admin=reader.flag("isUserAdmin"),
            raw=reader.raw,
        )

    @classmethod
    def read_receipt(cls, reader: Reader) -> Submission:
        """Reads the answer to a submission, in an envelope or bare (docs/api/forms.md#forms-submissions)."""
        inner = reader.raw.get("formData")
        if "id" in reader.raw or not isinstance(inner, Mapping) or "id" not in inner:
            return cls.read(reader)
        message = reader.unwrapped("actionMessage")
        sent = cls.read(reader.nested("formData"))
        return dataclasses.replace(sent, message=message if isinstance(message, str) and message else None)

    def __repr__(self) -> str:
        return one_line("Submission", str(self.id), (self.form_marker or "", self.status or "", self.author or ""))

    def _repr_html_(self) -> str:
        return html_card(
            f"Submission {self.id}",
            (
                ("form", self.form_marker),
                ("created", self.created),
                ("status", self.status),
                ("about", self.entity),
                ("author", self.author),
                ("answers to", self.answers_to),
                ("message", self.message),
                *self.form.items(),
            ),
        )


def frame_of_submissions(
    submissions: Sequence[Submission],
    *,
    lang: str,
    fields: Sequence[AnswerField] = (),
    report: Report | None = None,
    given: int | None = None,
    scope: str = "",
    strict: bool = False,
    money: Any = "exact",
) -> pd.DataFrame:
    """Returns the frame of submissions, with the columns of ``shop.forms.submissions_frame``.

    Args:
        submissions: one row each.
        lang: language of the answers.
        fields: of the form.
        report: of the fetch; takes the answers that do not fit.
        given: number of submissions that the server gave, for the warning; None if it is that of the rows.
        scope: what the list belongs to, for the warning.
        strict: raise for what could not be read.
        money: as in ``shop.orders.frame``.

    Raises:
        ResponseFormatError: with ``strict``, something could not be read.

    Warns:
        UnreadableRecordWarning: without ``strict``, something could not be read.
    """
    types = types_of((one.raw.get("formData") for one in submissions), lang)
    columns, misfits = columns_of_objects(fields, [one.form for one in submissions], types)
    findings = Findings() if report is None else report.findings
    # All are of one list, which the warning names once.
    findings.scope, findings.details = "", [one._replace(scope="") for one in findings.details]
    counted = {one.id for one in findings.details}
    for row, marker, problem in misfits:
        number = submissions[row].id
        findings.add(int(number not in counted), 0, [Finding(number, row, f"formData.{marker}", problem)])
        counted.add(number)
    if strict:
        check_findings(findings, noun="submission", operation="listSubmissions")
    given = len(submissions) if given is None else given
    say_unreadable(findings, given, noun="submission", scope=scope, strict=strict)
    return build(SUBMISSIONS, submissions, more=columns, money=money, report=report)


def submission_id(submission: Submission | int, name: str = "submission") -> int:
    """Returns the number of a submission.

    Raises:
        InputError: ``submission`` is neither a submission nor a number.
    """
    return submission.id if isinstance(submission, Submission) else check_id(submission, name)


def check_status(status: str, name: str = "status") -> str:
    """Returns a status that a submission may get.

    Raises:
        InputError: the API has no such status (docs/api/forms.md#forms-submissions).
    """
    if check_text(status, name) not in get_args(SubmissionStatus):
        raise unknown_marker("status", status, get_args(SubmissionStatus), name=name, where="A submission")
    return status


@dataclass(frozen=True)
class SubmissionFilter:
    """Which submissions are wanted.

    Attributes:
        body: what the server is asked for (docs/api/forms.md#forms-submissions).
        after, before: start (inclusive) and end (exclusive) of the time; the server compares whole seconds.
    """

    body: Mapping[str, Any]
    after: datetime | None
    before: datetime | None

    @classmethod
    def of(cls, options: SubmissionFilters) -> SubmissionFilter:
        """Returns the filter for the options of a method.

        Raises:
            InputError: an option is not valid.
        """
        after = parse_moment(options.get("created_after"), "created_after")
        before = parse_moment(options.get("created_before"), "created_before")
        body: dict[str, Any] = {}
        if (entity := options.get("entity")) is not None:
            body["entityIdentifier"] = entity_text(entity)
        if (parent := options.get("answers_to")) is not None:
            body["parentId"] = 0 if parent == 0 and parent is not False else submission_id(parent, "answers_to")
        if (status := options.get("status")) is not None:
            body["status"] = _statuses(status)
        if (author := options.get("author")) is not None:
            body["userIdentifier"] = check_text(author, "author")
        if after is not None:
            body["dateFrom"] = _seconds(after)
        if before is not None:
            body["dateTo"] = _seconds(before)
        return cls(body, after, before)

    @property
    def is_by_time(self) -> bool:
        """Whether some of what the server gives may not fit."""
        return self.after is not None or self.before is not None

    def fits(self, submission: Submission) -> bool:
        """Whether a submission is in the time that is wanted."""
        if not self.is_by_time:
            return True
        made = submission.created
        return (
            made is not None
            and (self.after is None or made >= self.after)
            and (self.before is None or made < self.before)
        )


def _statuses(status: str | Iterable[str]) -> list[str]:
    return [check_status(one) for one in ([status] if isinstance(status, str) else check_items(status, "status"))]


def _seconds(moment: datetime) -> str:
    """Returns a time in the server's format: a space, and no ``T``."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")


def explained(error: ApiError, *, form: str, config: int | None, entity: str | None, signed_in: bool) -> OneEntryError:
    """Returns the error with what to do next (docs/api/requests.md#requests-400); the refusal itself if it says so.

    Args:
        error: the refusal.
        form: marker of the form.
        config, entity: what the submission named; None if it named none.
        signed_in: whether a user is signed in.
    """
    said = error.message
    if "must authorize" in said and not signed_in:
        return SignInRequiredError(
            f"{error.operation} was refused: form '{form}' takes submissions of signed-in users only. Sign in first: "
            "shop.users.sign_in(login, password)."
        )
    for words, advice in (
        (
            "must authorize",
            f"Configuration {config} of form '{form}' is closed: only the project's owner can open it for visitors.",
        ),
        (
            "Incorrect formIdentifier for provided config",
            f"Configuration {config} and entity '{entity}' do not belong to form '{form}': see "
            f"shop.forms.get('{form}').configs, and pass config_id=... and entity=... of one of them.",
        ),
        ("incorrect type", f"Form '{form}' takes no submissions: only forms of type data and rating do."),
        (
            "already rated",
            f"'{entity}' can be scored once only; a signed-in author can change the score with "
            "shop.forms.update_submission.",
        ),
        ("Captcha Validation", "A token works once, for about two minutes: solve the captcha again."),
        (
            "not publicly readable",
            f"Form '{form}' is private: its submissions are read in the admin panel only, unless the project's owner "
            "opens it.",
        ),
    ):
        if words.lower() in said.lower():
            return advised(error, advice)
    return error
