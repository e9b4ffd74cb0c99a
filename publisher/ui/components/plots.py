"""Plots over days, in colours that can be told apart in light and dark and by who sees no red and green."""

from collections.abc import Mapping, Sequence

import streamlit as st


def day_plot(
    labels: list[str], series: Mapping[str, Sequence[float | None]], colours: list[str], *, bars: bool
) -> None:
    """Every day in its order, also those on which nothing left; a lone day is a point, for a line needs two."""
    told = [
        {"day": label, "what": name, "value": value}
        for name, values in series.items()
        for label, value in zip(labels, values, strict=True)
        if value is not None
    ]
    days = {"field": "day", "type": "ordinal", "title": None, "scale": {"domain": labels}}
    names = {"domain": list(series), "range": colours}
    spec = {
        "height": 240,
        "data": {"values": told},
        "mark": {"type": "bar"} if bars else {"type": "line", "point": True},
        "encoding": {
            "x": days | {"axis": {"labelAngle": 0, "labelOverlap": True}},
            "y": {"field": "value", "type": "quantitative", "title": None, "axis": {"tickMinStep": 1}},
            "color": {"field": "what", "scale": names, "legend": {"orient": "bottom", "title": None, "columns": 2}},
            "tooltip": [{"field": name, "title": " "} for name in ("day", "what", "value")],
        },
    }
    st.vega_lite_chart(spec=spec, width="stretch")
