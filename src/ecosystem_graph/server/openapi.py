"""The OpenAPI document: written from the table of operations, so that it cannot say anything else."""

from __future__ import annotations

import json
from typing import Any

from ecosystem_graph import __version__

from .api import OPERATIONS, Operation
from .negotiation import GRAPHS, RESULTS, types
from .parameters import Parameter
from .problems import KINDS, MEDIA_TYPE

__all__ = ["document"]


def document(base: str = "/") -> bytes:
    """OpenAPI 3.1 as JSON.

    Args:
        base: URL that the paths are below.
    """
    told: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "ecosystem-graph",
            "version": __version__,
            "summary": "Who belongs to what, what led to what, and says who.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": base.rstrip("/") or "/"}],
        "paths": {
            **{o.path: {"get": _operation(o)} for o in OPERATIONS},
            "/sparql": _sparql(),
            "/dataset": {"get": _described("dataset", "The data set, in VoID and DCAT.")},
            "/health": {"get": _plain("health", "Whether the server runs.")},
            "/ready": {"get": _plain("ready", "Whether it can answer questions about the graph.")},
            "/openapi.json": {"get": _plain("openapi", "This document.")},
        },
        "components": {
            "schemas": {
                "Problem": {
                    "type": "object",
                    "description": "RFC 9457, in nb or en as lang or Accept-Language asks for.",
                    "required": ["type", "title", "status", "detail"],
                    "properties": {
                        "type": {"type": "string", "format": "uri"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                    },
                }
            },
            "responses": {
                kind: {
                    "description": en,
                    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
                for kind, (_, _, en) in KINDS.items()
            },
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def _operation(operation: Operation) -> dict[str, Any]:
    return {
        "operationId": operation.name,
        "summary": operation.says,
        "parameters": [_parameter(p) for p in operation.all_parameters],
        "responses": {
            "200": _ok({"application/json": {"schema": {"type": "object"}}}),
            **_problems("malformed", "not-found", "busy"),
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.says,
        "required": parameter.required,
        "schema": parameter.schema(),
    }


def _sparql() -> dict[str, Any]:
    graph = {"type": "array", "items": {"type": "string", "format": "uri"}}
    fields = {"query": {"type": "string"}, "default-graph-uri": graph, "named-graph-uri": graph}
    asked = [
        {
            "name": name,
            "in": "query",
            "required": False,
            "schema": schema,
            "description": f"SPARQL 1.1 Protocol: {name}.",
        }
        for name, schema in fields.items()
    ]
    answers = {
        "200": _ok({name: {} for name in dict.fromkeys((*types(RESULTS), *types(GRAPHS)))}),
        **_problems(
            "malformed", "refused", "not-acceptable", "slow-request", "too-large", "media-type", "time-limit"
        ),
    }
    form = {
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "required": ["query"], "properties": fields}
        }
    }
    return {
        "get": {
            "operationId": "query",
            "summary": "A SPARQL query; without one, the description of the service.",
            "parameters": asked,
            "responses": answers,
        },
        "post": {
            "operationId": "post-query",
            "summary": "A SPARQL query in the body.",
            "requestBody": {
                "required": True,
                "content": {**form, "application/sparql-query": {"schema": {"type": "string"}}},
            },
            "responses": answers,
        },
    }


def _described(name: str, says: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": says,
        "responses": {"200": _ok({t: {} for t in types(GRAPHS)}), **_problems("not-acceptable", "busy")},
    }


def _plain(name: str, says: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": says,
        "responses": {"200": _ok({"application/json": {"schema": {"type": "object"}}}), **_problems("busy")},
    }


def _ok(content: dict[str, Any]) -> dict[str, Any]:
    return {"description": "The answer.", "content": content}


def _problems(*kinds: str) -> dict[str, Any]:
    return {str(KINDS[kind][0]): {"$ref": f"#/components/responses/{kind}"} for kind in kinds}
