"""The chart of a measure over years and bodies, as a Vega-Lite specification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from textmine.store import PanelRow
from textmine.web.languages import Words
from textmine.web.names import unit_name

MOST_BODIES = 12  # that lines and colours can tell apart
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"  # a name, which nobody fetches
_FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif"
_LETTERS = {"labelFontSize": 12, "titleFontSize": 12, "labelColor": "#1b2230", "titleColor": "#1b2230"}
_COLOURS = (
    "#14508c", "#a14a0b", "#1c6b3a", "#7b3a96", "#a8121d", "#0f6674", "#8a5a00", "#9c2a66", "#4a4fa3", "#2f6d5f", "#62605a",
    "#1b2230",
)  # fmt: skip


def most_told(rows: Sequence[PanelRow], count: int = MOST_BODIES) -> list[str]:
    """The bodies that have values for the most years, at most ``count``, in the order of their names."""
    told = Counter(row.body for row in rows if row.mark != "gap")
    best = sorted(told, key=lambda body: (-told[body], body))[:count]
    return sorted(best)


def chart(rows: Sequence[PanelRow], *, title: str, words: Words, logarithmic: bool = False) -> dict[str, Any]:
    """The specification for the rows of one measure; ``logarithmic`` asks for a scale on which small bodies can be seen too.

    A line for each body, broken where a year is missing; missing years are named on the zero line, with the number of bodies that miss them, and where places
    contradict each other each of their values stands with a sign. Data and labels are in it: it needs nothing else.
    """
    unit = unit_name(rows[0].unit or "1", words) if rows else ""
    colour = {"field": "body", "type": "nominal", "title": words("measure.body")}
    data = [point for row in rows for point in _points(row, words)]
    value = {"field": "value", "type": "quantitative", "title": None} | (_logarithmic(data) if logarithmic else {})
    told = {"body": "measure.body", "year": "measure.year", "told": "measure.value", "note": "measure.mark"}
    return {
        "$schema": _SCHEMA,
        "title": {"text": title, "subtitle": unit or words("measure.value"), "anchor": "start"},
        "background": "#ffffff",
        "width": "container",
        "height": 360,
        "data": {"values": data},
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "labelOverlap": True}},
            "color": colour | {"scale": {"range": list(_COLOURS)}},
            "opacity": {"condition": {"param": "picked", "value": 1}, "value": 0.15},
            "tooltip": [{"field": field, "title": words(key)} for field, key in told.items()],
        },
        "layer": [
            {
                "params": [{"name": "picked", "select": {"type": "point", "fields": ["body"]}, "bind": "legend"}],
                "transform": [{"filter": "datum.mark !== 'contradicts'"}],
                "mark": {"type": "line", "point": {"size": 55}, "invalid": "break-paths-show-domains"},
                "encoding": {"y": value, "shape": colour},
            },
            {
                "transform": [{"filter": "datum.mark === 'contradicts'"}],
                "mark": {"type": "text", "text": "≠", "fontSize": 20, "fontWeight": "bold"},
                "encoding": {"y": value},
            },
            {
                "data": {"values": _gaps(rows, words)},
                "mark": {"type": "text", "fontSize": 11, "dy": -8},
                "encoding": {
                    "y": {"datum": 0},
                    "text": {"field": "text"},
                    "color": {"value": "#565f70"},
                    "opacity": {"value": 1},
                    "tooltip": [{"field": field, "title": words(told[field])} for field in ("year", "body", "note")],
                },
            },
        ],
        "config": {
            "font": _FONT,
            "axis": _LETTERS,
            "legend": _LETTERS | {"labelLimit": 260, "orient": "bottom", "columns": 3},
        },
    }


def _gaps(rows: Sequence[PanelRow], words: Words) -> list[dict[str, Any]]:
    """The years that are missing, once each, however many bodies miss them."""
    missing: dict[int, list[str]] = {}
    for row in rows:
        if row.mark == "gap":
            missing.setdefault(row.year, []).append(row.body)
    gap = words("measure.gap")
    return [
        {
            "year": year,
            "body": ", ".join(bodies),
            "note": gap,
            "text": gap if len(bodies) == 1 else f"{gap} {len(bodies)}",
        }
        for year, bodies in missing.items()
    ]


def _logarithmic(data: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A logarithmic scale that has zero and negative values too, with powers of ten written on it."""
    highest = max((abs(point["value"]) for point in data if point["value"] is not None), default=0)
    powers = [10**power for power in range(len(str(int(highest))) + 1)]
    return {"scale": {"type": "symlog"}, "axis": {"values": [-power for power in reversed(powers)] + [0, *powers]}}


def _points(row: PanelRow, words: Words) -> list[dict[str, Any]]:
    """The points of a row: one, or for places that contradict each other one for each of their values."""
    shown = {
        "body": row.body,
        "year": row.year,
        "mark": row.mark,
        "note": words(f"measure.{row.mark}") if row.mark else "",
    }
    if row.mark == "contradicts":
        values = dict.fromkeys(place.value for place in row.places)
        return [shown | {"value": None, "told": "", "mark": None}] + [
            shown | {"value": float(value), "told": value} for value in values
        ]
    return [shown | {"value": None if row.value is None else float(row.value), "told": row.value or ""}]
