"""What forms are for: the configurations that a submission names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import InputError
from ..values.arguments import check_id, check_text
from ..values.display import one_line
from ..values.reader import Reader


@dataclass(frozen=True, kw_only=True)
class FormConfig:
    """What a form is for: pages, products or other entities of one module (docs/api/forms.md#forms-form).

    Attributes:
        id: number of the configuration; ``formModuleConfigId`` of a submission.
        module: such as ``content`` or ``catalog``; None if the server does not say.
        entities: markers of pages, numbers of products; ``moduleEntityIdentifier`` of a submission.
        is_global: for all entities of the module.
        has_nested: for pages below those of ``entities`` too.
        is_anonymous: visitors may submit; None if the server does not say.
        is_rating: its submissions score the entity.
        raw: the JSON object.
    """

    id: int
    module: str | None
    entities: tuple[str, ...]
    is_global: bool
    has_nested: bool
    is_anonymous: bool | None
    is_rating: bool
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader, number: int) -> FormConfig:
        """Reads a ``FormConfig`` with a number from a response."""
        named = [one.raw for one in reader.objects("entityIdentifiers")]
        return cls(
            id=number,
            module=reader.text("moduleIdentifier"),
            entities=tuple(str(one["id"]) for one in named if _is_entity(one.get("id"))),
            is_global=reader.flag("isGlobal") is True,
            has_nested=any(one.get("isNested") is True for one in named),
            is_anonymous=reader.flag("isAnonymous"),
            is_rating=reader.flag("isRating") is True,
            raw=reader.raw,
        )

    def takes(self, entity: str) -> bool:
        """Whether a submission may be about an entity, as far as the configuration tells."""
        return self.is_global or self.has_nested or entity in self.entities

    def __repr__(self) -> str:
        return one_line("FormConfig", str(self.id), (_described(self),))


def read_configs(form: Reader) -> Iterator[FormConfig]:
    """Yields the configurations of a form; one without a readable number is recorded and left out."""
    for one in form.objects("moduleFormConfigs"):
        number = one.expected("id")
        if number is not None:
            yield FormConfig.read(one, number)


def choose_config(
    form: str, configs: Sequence[FormConfig], config_id: int | None, entity: int | str | None
) -> tuple[int, str]:
    """Returns the configuration and the entity of a submission: what is named, else the only one.

    What is named is not checked if the server does not say what the form is for.

    Args:
        form: marker of the form, for messages.
        configs: configurations of the form.
        config_id: number of the configuration; None chooses the only one that takes the entity.
        entity: marker of a page, or number of a product; None chooses the only one of the configuration.

    Raises:
        InputError: there is no such configuration, it is not for the entity, or there are several.
    """
    about = None if entity is None else entity_text(entity)
    number = None if config_id is None else check_id(config_id, "config_id")
    if not configs:
        if number is not None and about is not None:
            return number, about
        raise InputError(
            f"The server does not say what form '{form}' is for, which a submission has to name. Ask the project's "
            "owner, and pass both: config_id=..., entity=... (docs/api/forms.md#forms-submissions).",
            name="config_id",
        )
    offered = _offered(configs)
    chosen = [one for one in configs if number in (None, one.id)]
    if not chosen:
        raise no_config(form, configs, number)
    if about is not None:
        named = [one for one in chosen if about in one.entities]
        chosen = named or [one for one in chosen if one.takes(about)]
        if not chosen:
            which = "" if number is None else f", configuration {number},"
            raise InputError(f"Form '{form}'{which} is not for '{about}'. {offered}", name="entity")
    if len(chosen) > 1:
        raise InputError(
            f"Form '{form}' has several configurations. Say which: config_id=... {offered}", name="config_id"
        )
    (config,) = chosen
    if about is None:
        if len(config.entities) != 1 or config.is_global or config.has_nested:
            raise InputError(
                f"Say what the submission is about: entity=..., the marker of a page or the number of a product. Form "
                f"'{form}' is for: {_described(config)}.",
                name="entity",
            )
        about = config.entities[0]
    return config.id, about


def no_config(form: str, configs: Sequence[FormConfig], number: int | None) -> InputError:
    """Returns the error for a configuration that a form does not have."""
    return InputError(f"Form '{form}' has no configuration {number}. {_offered(configs)}", name="config_id")


def _offered(configs: Sequence[FormConfig]) -> str:
    return f"It has: {'; '.join(f'{one.id} ({_described(one)})' for one in configs)}."


def entity_text(entity: int | str) -> str:
    """Returns what a submission is about as it is sent: the marker of a page, or the number of a product as text.

    Raises:
        InputError: it is neither.
    """
    return check_text(entity, "entity") if isinstance(entity, str) else str(check_id(entity, "entity"))


def _is_entity(value: Any) -> bool:
    return isinstance(value, int | str) and not isinstance(value, bool)


def _described(config: FormConfig) -> str:
    entities = "all entities" if config.is_global else ", ".join(config.entities) or "no entity"
    nested = " and pages below" if config.has_nested else ""
    return f"{config.module}: {entities}{nested}" if config.module else f"{entities}{nested}"
