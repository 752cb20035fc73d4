"""The annotations as a JSON Schema, which editors complete a file of levels by, with the comments beside the fields."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import isfinite
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, is_typeddict

from ..digits.csv_examples import LARGEST
from ..rules import NONE, Bound, Items, KnownWords, Letters, Level, NoneWord, Read
from ..schema.schema import FORMS, LETTERS, UNIONS, fields_of, is_record
from .needs import MOST
from .reading import DEPTH, LEVELS, VERSION

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
NUMBER: Schema = {"type": "number", "minimum": -LARGEST, "maximum": LARGEST}
PLAIN: dict[Any, Schema] = {
    str: {"type": "string", "maxLength": LETTERS}, int: {**NUMBER, "type": "integer"}, float: NUMBER,
    bool: {"type": "boolean"},
}  # fmt: skip
FIELD = re.compile(r"    (\w+): [^#]*(?:# (.*))?")


@cache
def texts(kind: Any) -> Mapping[str, str]:
    """{field: what it is}: the comment on its line, else those on the lines above it."""
    texts_by_name, above = dict[str, str](), list[str]()
    for line in inspect.getsource(kind).splitlines():
        field = FIELD.fullmatch(line)
        if field is not None:
            texts_by_name[field[1]] = field[2] or " ".join(above)
        above = [*above, line.strip("# ")] if line.lstrip().startswith("# ") else []
    return texts_by_name


def schema_of(kind: Any, made: dict[str, Schema]) -> Schema:
    """The schema of an annotation; those of records stand in `made`, and are referred to."""
    origin, inside = get_origin(kind), get_args(kind)
    form = FORMS.get(kind)
    if form is not None and form.json is not None:
        return form.json(lambda other: schema_of(other, made))
    if form is not None and form.kinds:
        return {"oneOf": [_record(one, made, name, form.plain) for name, one in form.kinds.items()]}
    if origin is Annotated:
        rules = inside[1:]
        schema = schema_of(next((rule.form for rule in rules if isinstance(rule, Read)), inside[0]), made)
        for rule in rules:
            if isinstance(rule, KnownWords):
                pattern = [] if rule.pattern == NONE else [{"type": "string", "pattern": f"^({rule.pattern})$"}]
                schema = {"anyOf": [{"enum": list(rule.known)}, *pattern]}
            elif isinstance(rule, NoneWord) and schema:
                schema = {"anyOf": [schema, {"const": rule.none}]}
            elif isinstance(rule, Letters | Items):
                schema = schema | {"maxLength" if isinstance(rule, Letters) else "maxItems": rule.most}
            elif isinstance(rule, Bound):
                ends = {"exclusiveMinimum" if rule.above else "minimum": rule.low, "maximum": rule.high}
                schema = schema | {word: number for word, number in ends.items() if isfinite(number)}
                if rule.endless:
                    del schema["maximum"]
        return schema
    if origin in UNIONS:
        words = [one for one in inside if is_typeddict(one)]  # which says more than the plain table beside it
        kinds = words or [one for one in inside if one is not type(None) and get_origin(one) is not Callable]
        schemas = [schema_of(one, made) for one in kinds]
        return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
    if origin is Literal:
        return {"enum": list(inside)}
    if origin is Mapping:
        names = {"propertyNames": schema_of(inside[0], made)} if get_origin(inside[0]) is Annotated else {}
        return {"type": "object", **names, "additionalProperties": schema_of(inside[1], made)}
    if origin in (Sequence, tuple, frozenset):
        return {"type": "array", "items": schema_of(inside[0], made)}
    return _record(kind, made) if is_record(kind) else PLAIN.get(kind, {})


def _record(kind: Any, made: dict[str, Schema], name: str = "", plain: str = "") -> Schema:
    key = kind.__name__
    if key not in made:
        made[key] = {}
        fields, said = fields_of(kind, data=True), texts(kind)
        properties = {
            each: ({"description": said[each]} if said.get(each) else {}) | schema_of(one.kind, made)
            for each, one in fields.items()
        }
        needed = [each for each, one in fields.items() if one.needed]
        if name:
            properties |= {"kind": {"const": name}}
            needed = needed if name in (plain, "ops") else ["kind", *needed]
        made[key] |= {"type": "object", "properties": properties, "required": needed}
        made[key]["additionalProperties"] = False
    return {"$ref": f"#/$defs/{key}"}


class NeedTable(NamedTuple):
    """{ name = "careful", version = "0.2" }"""

    name: str
    version: str = ""
    page: str = ""


def level_schema() -> Schema:
    """The schema of a file of levels: one level, or `levels`."""
    made: dict[str, Schema] = {}
    level, needs = schema_of(Level, made), schema_of(Annotated[Sequence[str | NeedTable], Items(MOST)], made)
    whole: Schema = {
        "downslope": {"const": VERSION, "description": "the version of this form"},
        "needs": {"description": "plugins that it needs, such as careful>=0.2", **needs},
        "draft": {"type": "boolean", "description": "the workshop saved it while its check had something to say"},
    }
    made["Level"]["properties"] |= whole
    made["Level"]["properties"]["id"] |= {"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
    several = {"levels": {"type": "array", "items": level, "maxItems": LEVELS}}
    return {
        "$schema": DIALECT,
        "title": "A Downslope level",
        "description": f"Form {VERSION}. At most {DEPTH} tables and lists within each other.",
        "anyOf": [
            level,
            {"type": "object", "required": ["levels"], "additionalProperties": False, "properties": whole | several},
        ],
        "$defs": made,
    }
