"""Form submissions: what visitors and users filled the forms of types `data` and `rating` in with."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from ..data import clock
from ..data.catalogue import Definition, Document
from ..data.documents import decode, dumps, translated
from ..data.store import Tx
from ..errors import RefusedError
from . import formdata
from .call import Call

_TYPES = ("data", "rating")
_SHOWN = ("sent", "approved")
"""Statuses of a list that is not asked for others."""
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}(?::\d{2})?))?", re.ASCII)
_COLUMNS = (
    "id, form_id, config_id, entity, parent_id, depth, user_id, user_identifier, fingerprint, created_at, status,"
    " form_data"
)


def create_submission(call: Call) -> object:
    """Stores a submission, and returns it with what the form says to its sender."""
    body = call.body
    form = call.catalogue.forms.by_identifier.get(body["formIdentifier"])
    if form is None:
        raise RefusedError(404, "Form not found")
    values = formdata.check(form.body["attributes"] or [], body["formData"])
    if form.body["type"] not in _TYPES:
        raise RefusedError(400, f"Form has incorrect type: {form.body['type']}")
    config = _config(call, form, body["formModuleConfigId"], body["moduleEntityIdentifier"])
    if not config["isAnonymous"] and call.user is None:
        raise RefusedError(400, "You must authorize to send data")
    if config["isRating"]:
        _ = call.device  # refused without one
    scored = config["isRating"] and _is_scored(form, values)
    fingerprint = call.sent_by.fingerprint if call.sent_by else None
    user = call.user
    with call.store.write() as tx:
        entity = str(body["moduleEntityIdentifier"])
        if scored and not config["allowRerating"] and _has_rated(tx, config["id"], entity, fingerprint, user):
            raise RefusedError(400, "You have already rated this entity")
        parent = _parent(tx, form, body.get("replayTo"))
        cursor = tx.execute(
            "INSERT INTO submissions (form_id, config_id, entity, parent_id, depth, user_id, user_identifier,"
            " fingerprint, is_scored, created_at, status, form_data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                form.id,
                config["id"],
                entity,
                parent[0] if parent else None,
                parent[1] + 1 if parent else 0,
                user.id if user else None,
                user.identifier if user else None,
                fingerprint,
                int(scored),
                clock.now(tx),
                body.get("status") or "sent",
                dumps(values),
            ),
        )
        row = _row(tx, cursor.lastrowid or 0)
    message = translated(form.body["localizeInfos"], call.lang)["successMessage"]
    return {"formData": _record(call, row, next(iter(values))), "actionMessage": message}


def list_submissions(call: Call) -> object:
    """Returns a page of a form's submissions that have values in the requested language, oldest first."""
    form = call.catalogue.forms.by_identifier.get(call.path["marker"])
    if form is None:
        raise RefusedError(404, "Form not found")
    if form.notes.get("isPrivate", True):
        raise RefusedError(403, "This form's submissions are not publicly readable")
    wanted, values = _conditions(call, form)
    where = " AND ".join(wanted)
    with call.store.read() as tx:
        total = tx.execute(f"SELECT count(*) FROM submissions WHERE {where}", values).fetchone()[0]
        start, end = call.window(total)
        rows = tx.execute(
            f"SELECT {_COLUMNS} FROM submissions WHERE {where} ORDER BY id LIMIT :count OFFSET :start",
            {**values, "count": end - start, "start": start},
        ).fetchall()
    extended = call.query.get("isExtended") == 1
    return {"items": [_item(form, row, call.lang, extended=extended) for row in rows], "total": total}


def update_submission(call: Call) -> object:
    """Replaces the values of a submission of the caller; its author, time and status stay."""
    body = call.body
    with call.store.write() as tx:
        row = _own(call, tx)
        form = call.catalogue.forms.by_id[row[1]]
        if body.get("formIdentifier") not in (None, form.identifier):
            raise RefusedError(400, "Incorrect formIdentifier for provided config")
        given = body["formData"]
        values = formdata.check(form.body["attributes"] or [], {call.lang: given} if isinstance(given, list) else given)
        tx.execute("UPDATE submissions SET form_data = ? WHERE id = ?", (dumps({**decode(row[11]), **values}), row[0]))
        return _record(call, _row(tx, row[0]), next(iter(values)))


def update_submission_status(call: Call) -> object:
    """Changes the status of a submission of the caller."""
    with call.store.write() as tx:
        row = _own(call, tx)
        tx.execute("UPDATE submissions SET status = ? WHERE id = ?", (call.body["status"], row[0]))
    return True


def delete_submission(call: Call) -> object:
    """Deletes a submission of the caller."""
    with call.store.write() as tx:
        row = _own(call, tx)
        tx.execute("DELETE FROM submissions WHERE id = ?", (row[0],))
    return True


def _config(call: Call, form: Definition, number: int, entity: str) -> Document:
    """Returns the configuration of a form that a submission names.

    Raises:
        RefusedError: 400, the form has no such configuration, or it is not for this entity.
    """
    for config in form.body["moduleFormConfigs"]:
        if config["id"] == number:
            named = any(str(one["id"]) == entity for one in config["entityIdentifiers"])
            if named or (config["isGlobal"] and _is_product(call, entity)):
                found: Document = config
                return found
    raise RefusedError(400, "Incorrect formIdentifier for provided config")


def _is_product(call: Call, entity: str) -> bool:
    return entity.isascii() and entity.isdecimal() and len(entity) < 20 and int(entity) in call.catalogue.products.by_id


def _is_scored(form: Definition, values: Document) -> bool:
    markers = {field["marker"] for field in form.body["attributes"] if field.get("isRatingValue")}
    return any(
        entry["marker"] in markers and entry["value"] not in (None, "")
        for entries in values.values()
        for entry in entries
    )


def _has_rated(tx: Tx, config_id: int, entity: str, fingerprint: str | None, user: Any) -> bool:
    return (
        tx.execute(
            "SELECT 1 FROM submissions WHERE config_id = ? AND entity = ? AND is_scored"
            " AND (fingerprint = ? OR user_id = ?)",
            (config_id, entity, fingerprint, user.id if user else None),
        ).fetchone()
        is not None
    )


def _parent(tx: Tx, form: Definition, answers: Any) -> tuple[int, int] | None:
    """Returns id and depth of the submission that `replayTo` names; an e-mail address names none."""
    text = str(answers) if answers is not None else ""
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        return None
    found: tuple[int, int] | None = tx.execute(
        "SELECT id, depth FROM submissions WHERE id = ? AND form_id = ?", (int(text), form.id)
    ).fetchone()
    return found


def _row(tx: Tx, number: int) -> tuple[Any, ...]:
    found: tuple[Any, ...] = tx.execute(f"SELECT {_COLUMNS} FROM submissions WHERE id = ?", (number,)).fetchone()
    return found


def _own(call: Call, tx: Tx) -> tuple[Any, ...]:
    row = _row(tx, call.row_id("id"))
    if row is None or row[6] != call.caller.id:
        raise RefusedError(404, "Form data not found")
    return row


def _record(call: Call, row: tuple[Any, ...], lang: str) -> Document:
    form = call.catalogue.forms.by_id[row[1]]
    return {
        "id": row[0],
        "formIdentifier": form.identifier,
        "time": row[9],
        "formData": decode(row[11]).get(lang, []),
        "userIdentifier": row[7],
        "entityIdentifier": row[3],
        "parentId": row[4],
        "fingerprint": row[8],
        "isUserAdmin": False,
        "formModuleId": row[2],
    }


def _item(form: Definition, row: tuple[Any, ...], lang: str, *, extended: bool) -> Document:
    config = next(one for one in form.body["moduleFormConfigs"] if one["id"] == row[2])
    item: Document = {
        "id": row[0],
        "formIdentifier": form.identifier,
        "time": row[9],
        "formData": decode(row[11])[lang],
        "attributeSetIdentifier": form.identifier,
        "moduleIdentifier": config["moduleIdentifier"],
        "entityIdentifier": row[3],
        "formModuleConfigId": row[2],
    }
    if row[3].isascii() and row[3].isdecimal() and len(row[3]) < 16:
        item["entityId"] = int(row[3])
    if extended:
        # Address and fingerprint of the sender are for operators.
        item |= {"depth": row[5], "parentId": row[4], "status": row[10], "userIdentifier": row[7], "isUserAdmin": False}
    return item


def _conditions(call: Call, form: Definition) -> tuple[list[str], Document]:
    """Returns the conditions of a list as SQL with its values."""
    body = call.body
    wanted = ["form_id = :form", "json_type(form_data, :lang) IS NOT NULL"]
    values: Document = {"form": form.id, "lang": f'$."{call.lang}"'}
    if "formModuleConfigId" in call.query:
        wanted.append("config_id = :config")
        values["config"] = call.query["formModuleConfigId"]
    if body.get("entityIdentifier") not in (None, ""):
        wanted.append("entity = :entity")
        values["entity"] = str(body["entityIdentifier"])
    if "parentId" in body:
        wanted.append("coalesce(parent_id, 0) = :parent")
        values["parent"] = body["parentId"]
    if body.get("userIdentifier"):
        wanted.append("user_identifier = :user")
        values["user"] = body["userIdentifier"]
    if body.get("isSentByAdmin"):
        wanted.append("0")  # the control room sends none
    statuses = body.get("status") or _SHOWN
    wanted.append(f"status IN ({', '.join(f':status{number}' for number, _ in enumerate(statuses))})")
    values |= {f"status{number}": status for number, status in enumerate(statuses)}
    for name, sign, open_end in (("dateFrom", ">=", "00:00:00"), ("dateTo", "<=", "23:59:59")):
        if body.get(name):
            # Both ends are inclusive to the second: what is after it is not compared.
            wanted.append(f"replace(substr(created_at, 1, 19), 'T', ' ') {sign} :{name}")
            values[name] = _bound(name, body[name], open_end)
    return wanted, values


def _bound(name: str, text: str, time: str) -> str:
    found = _DATE.fullmatch(text)
    try:
        moment = datetime.fromisoformat(f"{found[1]} {found[2] or time}") if found else None
    except ValueError:
        moment = None
    if moment is None:
        raise RefusedError(400, [f"{name} must be a date in the format YYYY-MM-DD or YYYY-MM-DD HH:mm:ss"])
    return moment.strftime("%Y-%m-%d %H:%M:%S")
