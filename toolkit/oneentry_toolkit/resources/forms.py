"""Forms, and what they were filled in with."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

from ..errors import ApiError, InputError, ResponseFormatError
from ..frames.answers import AnswerField
from ..frames.records import FORMS, frame_of
from ..frames.schema import SUBMISSIONS, documented
from ..lists.cache import TtlCache
from ..lists.options import SubmissionFilters, takes
from ..lists.plan import Report
from ..lists.read_all import read_all, read_one
from ..lists.side import look_up
from ..transport.client import ApiClient
from ..transport.messages import LOOK_FIRST
from ..values.arguments import check_id, check_marker, check_max_items, check_text
from ..values.display import Listing, describe_part
from .answer_fields import answer_fields
from .answers import changed_answers, full_example, new_answers, unsendable_answer
from .files import Files, as_if_uploaded, has_files, uploaded
from .form_configs import choose_config, no_config
from .formdata import Form
from .submissions import (
    Submission,
    SubmissionFilter,
    SubmissionStatus,
    check_status,
    explained,
    frame_of_submissions,
    submission_id,
)

if TYPE_CHECKING:
    import pandas as pd

_SUBMITTED = ("data", "rating")


class Forms:
    """``shop.forms``."""

    def __init__(self, api: ApiClient, lang: str) -> None:
        self._api = api
        self._lang = lang
        self._files = Files(api, lang)
        self._known: TtlCache[str, Form] = TtlCache(self.get, api)

    def __repr__(self) -> str:
        return describe_part(self, "shop.forms")

    def list(self) -> Listing[Form]:
        """Lists the forms of the project.

        Raises:
            AccessDeniedError: the app token, or your user group, may not read forms.
        """
        found, report = read_all(
            self._api, "list_forms", read=Form.read, by_marker=True, lang=self._lang, noun="form", lang_code=self._lang
        )
        return Listing(
            found,
            noun="form",
            total=report.total,
            fetch=report.facts(),
            columns={
                "marker": "marker",
                "title": "title",
                "type": "type",
                "fields": _markers,
            },
            frame=partial(frame_of, columns=FORMS, lists=("fields",)),
        )

    def get(self, marker: str) -> Form:
        """Returns a form with its fields.

        Args:
            marker: marker of the form, such as ``"order"``.

        Raises:
            NotFoundError: no form has this marker.
        """
        answer = self._api.call("get_form", check_marker(marker, "marker"), lang_code=self._lang)
        return read_one(answer, Form.read, operation="getForm", lang=self._lang, noun="form", marker=marker)

    def known(self, marker: str) -> Form:
        """Returns a form from a cache that is kept for one minute."""
        return self._known[marker]

    def submit(
        self,
        marker: str,
        *,
        form: Mapping[str, Any],
        entity: int | str | None = None,
        config_id: int | None = None,
        reply_to: Submission | int | str | None = None,
        status: SubmissionStatus = "sent",
    ) -> Submission:
        """Sends a filled-in form. The request is not retried: every call makes a submission.

        Args:
            marker: marker of the form, whose type is ``data`` or ``rating``.
            form: marker to value of its fields, as for ``shop.orders.create``; a ``pathlib.Path`` in a field for files
                is uploaded.
            entity: what it is about: marker of a page, or number of a product. None if the form is for one only.
            config_id: number of the form's configuration (``shop.forms.get(marker).configs``). None if only one takes
                the entity.
            reply_to: the submission that this one answers, or its number; or an e-mail address.
            status: status of the new submission.

        Returns:
            The ``Submission``; ``message`` is what the form says to its sender.

        Raises:
            InputError: a field is unknown or missing, a value does not fit, or the form is not for the entity.
            SignInRequiredError: the form takes submissions of signed-in users only, and no user is signed in.
            InvalidRequestError: the server refused, for example a second score of one entity.
            ConnectionFailedError: no response; ``sent`` is True if the submission may have been made.
        """
        definition = self.known(marker)
        if definition.type not in (*_SUBMITTED, None):
            raise InputError(
                f"Form '{marker}' is of type {definition.type} and takes no submissions: only forms of type data and "
                "rating do (docs/api/forms.md#forms-submissions).",
                name="marker",
            )
        config, about = choose_config(definition.marker, definition.configs, config_id, entity)
        body = {
            "formIdentifier": definition.marker,
            "formModuleConfigId": config,
            "moduleEntityIdentifier": about,
            "replayTo": _reply_to(reply_to),
            "status": check_status(status),
            "formData": {self._lang: new_answers(definition, as_if_uploaded(definition, form))},
        }
        if has_files(definition, form):
            body["formData"] = {self._lang: new_answers(definition, uploaded(self._files, definition, form))}
        with self._explaining(marker, config, about):
            answer = self._api.call("create_submission", body=body)
        return self._read(answer, "createSubmission")

    @takes(SubmissionFilters)
    def submissions(self, marker: str, **options: Unpack[SubmissionFilters]) -> Listing[Submission]:
        """Lists what a form was filled in with: the submissions with values in the shop's language.

        Without ``status``, the server decides which it gives (docs/api/open-questions.md#question-submissions).

        Args:
            marker: marker of the form.
            {options}

        Raises:
            AccessDeniedError: the form is private, or your user group may not read submissions.
            NotFoundError: no form has this marker.
            InputError: an argument is not valid.
            IncompleteListError: with ``strict``, the server returned fewer items than its total.
            ResponseFormatError: with ``strict``, a submission, or a member of one, could not be read.

        Warns:
            IncompleteListWarning: without ``strict``, the server returned fewer items than its total.
            UnreadableRecordWarning: without ``strict``, a submission, or a member of one, could not be read.
        """
        found, report, is_whole, _ = self._fetch(marker, options)
        return Listing(
            found,
            noun="submission",
            total=report.total if is_whole else None,
            fetch=report.facts(),
            columns={
                "id": "id",
                "created": "created",
                "status": "status",
                "about": "entity",
                "author": "author",
                "form": "form",
            },
            frame=partial(frame_of_submissions, lang=self._lang),
            look_up=lambda: {"fields": self._answer_fields(marker)},
        )

    @documented(SUBMISSIONS)
    @takes(SubmissionFilters)
    def submissions_frame(self, marker: str, **options: Unpack[SubmissionFilters]) -> pd.DataFrame:
        """Returns what a form was filled in with as a DataFrame, one row a submission: see ``submissions``.

        Args:
            marker: marker of the form.
            {options}

        Returns:
            These columns, with the same dtypes when there are no rows, then one ``form.<marker>`` column for each field
            of the form, typed as in ``shop.orders.frame``, and ``attrs`` as there:

            {columns}

        Raises:
            AccessDeniedError: the form is private, or your user group may not read submissions.
            NotFoundError: no form has this marker.
            InputError: an argument is not valid.
            IncompleteListError: with ``strict``, the server returned fewer items than its total.
            ResponseFormatError: with ``strict``, a submission, or a member of one, could not be read.

        Warns:
            IncompleteListWarning: without ``strict``, the server returned fewer items than its total.
            UnreadableRecordWarning: without ``strict``, a submission, or a member of one, could not be read.
        """
        found, report, _, given = self._fetch(marker, options, says=False)
        return frame_of_submissions(
            found,
            lang=self._lang,
            fields=self._answer_fields(marker),
            report=report,
            given=given,
            scope=f"of form '{marker}'",
            strict=options.get("strict", False),
        )

    def update_submission(self, submission: Submission, *, form: Mapping[str, Any]) -> Submission:
        """Changes answers of a submission of yours. The others are sent again, because the API replaces them all.

        Args:
            submission: as it was read or sent.
            form: marker to new value; fields that are not named keep their values.

        Returns:
            The changed ``Submission``.

        Raises:
            InputError: a field is unknown, a value does not fit, or an answer to keep could not be read.
            NotFoundError: the submission does not exist, or is not yours.
            SignInRequiredError: no user is signed in.
        """
        if not isinstance(submission, Submission):
            raise InputError(
                "submission must be a Submission, with the answers to keep: from shop.forms.submissions or submit.",
                name="submission",
            )
        if submission.form_marker is None:
            raise InputError(
                f"The server does not say which form submission {submission.id} is of, so it cannot be changed.",
                name="submission",
            )
        definition = self.known(submission.form_marker)
        kept = submission.raw.get("formData")
        odd, replacement = unsendable_answer(kept), full_example(definition, form)
        if odd is not None and replacement is not None:
            raise InputError(
                f"'{odd}' of submission {submission.id} cannot be read, so it cannot be sent again, and the API "
                f"replaces all answers. Pass form={replacement}.",
                name="form",
            )
        # The first language is the closest to the shop's; a plain list replaces the answers in one language.
        checked = changed_answers(definition, kept, self._lang, as_if_uploaded(definition, form))
        if has_files(definition, form):
            checked = changed_answers(definition, kept, self._lang, uploaded(self._files, definition, form))
        lang, entries = next(iter(checked.items()))
        body = {
            "formIdentifier": submission.form_marker,
            "formModuleConfigId": submission.config_id,
            "moduleEntityIdentifier": submission.entity,
            "replayTo": None if submission.answers_to is None else str(submission.answers_to),
            "status": submission.status,
            "formData": entries,
        }
        sent = {name: value for name, value in body.items() if value is not None}
        with self._explaining(submission.form_marker, submission.config_id, submission.entity):
            answer = self._api.call("update_submission", submission.id, body=sent, lang_code=lang)
        changed = self._read(answer, "updateSubmission")
        if changed.id != submission.id:
            raise ResponseFormatError(
                f"updateSubmission was accepted for submission {submission.id} and answered with submission "
                f"{changed.id}. {LOOK_FIRST}",
                operation="updateSubmission",
                json_path="$.id",
            )
        return changed

    def set_submission_status(self, submission: Submission | int, status: SubmissionStatus) -> None:
        """Changes the status of a submission.

        Args:
            submission: the submission or its number.
            status: ``sent``, ``moderation``, ``approved``, ``banned`` or ``deleted``.

        Raises:
            InputError: the API has no such status.
            NotFoundError: the submission does not exist, or is not yours.
            SignInRequiredError: no user is signed in.
        """
        number = submission_id(submission)
        self._api.call("update_submission_status", number, body={"status": check_status(status)})

    def delete_submission(self, submission: Submission | int) -> None:
        """Deletes a submission of yours.

        Args:
            submission: the submission or its number.

        Raises:
            NotFoundError: the submission does not exist, or is not yours.
            SignInRequiredError: no user is signed in.
        """
        self._api.call("delete_submission", submission_id(submission))

    def _fetch(
        self, marker: str, options: SubmissionFilters, *, says: bool = True
    ) -> tuple[Sequence[Submission], Report, bool, int]:
        """Returns the submissions that fit, the report, whether they are all that was given, and how many were.

        Without ``says``, the caller warns of what could not be read.
        """
        wanted = SubmissionFilter.of(options)
        limit = check_max_items(options.get("max_items"))
        config = self._known_config(marker, options.get("config_id"))
        with self._explaining(marker, config, None):
            found, report = read_all(
                self._api,
                "list_submissions",
                check_marker(marker, "marker"),
                read=Submission.read,
                lang=self._lang,
                noun="submission",
                scope=f"of form '{marker}'",
                max_items=None if wanted.is_by_time else limit,
                strict=options.get("strict", False),
                says=says,
                body=dict(wanted.body),
                lang_code=self._lang,
                is_extended=1,  # else there is no status
                form_module_config_id=config,
            )
        fitting = [one for one in found if wanted.fits(one)]
        return fitting[:limit], report, not wanted.is_by_time, len(found)

    def _answer_fields(self, marker: str) -> tuple[AnswerField, ...]:
        return look_up(
            lambda: answer_fields(self.known(marker), self._lang), f"Types of the answers to form '{marker}'", ()
        )

    def _known_config(self, marker: str, config_id: int | None) -> int | None:
        """Returns the number of a configuration of a form; the server answers that of another form with nothing.

        Raises:
            InputError: the form has no such configuration.
        """
        if config_id is None:
            return None
        number = check_id(config_id, "config_id")
        configs = self.known(marker).configs
        if configs and number not in [one.id for one in configs]:
            raise no_config(marker, configs, number)
        return number

    @contextlib.contextmanager
    def _explaining(self, marker: str, config: int | None, entity: str | None) -> Iterator[None]:
        """Says what to do next where the server refuses a submission."""
        try:
            yield
        except ApiError as error:
            signed_in = self._api.sign_ins.held() is not None
            known = explained(error, form=marker, config=config, entity=entity, signed_in=signed_in)
            if known is error:
                raise
            raise known from error

    def _read(self, answer: Any, operation: str) -> Submission:
        return read_one(answer, Submission.read_receipt, operation=operation, lang=self._lang, noun="submission")


def _reply_to(value: Submission | int | str | None) -> str | None:
    """Returns the number of a submission, or an e-mail address, as text.

    Raises:
        InputError: it is neither.
    """
    if value is None or isinstance(value, str):
        return None if value is None else check_text(value, "reply_to")
    return str(submission_id(value, "reply_to"))


def _markers(form: Form) -> list[str]:
    return [field.marker for field in form.fields]
