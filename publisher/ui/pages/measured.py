"""What the networks count: of one publication, or of all that belong to an entry, a campaign or a channel together."""

import streamlit as st

from publisher.services import measuring
from publisher.ui import channel_names, state
from publisher.ui.components.plots import day_plot
from publisher.ui.components.tables import Cell, table
from publisher.ui.i18n import _, day, number, short_day

# views, reactions, comments, shares
_COLOURS = {"views": "#0F9B8E", "reactions": "#F79009", "comments": "#2E90FA", "shares": "#98A2B3"}
_OTHER = "#7A5AF8"
_DAYS, _ROWS = 90, 14  # plotted; in the table


def measured(by: str, name: str) -> None:
    """Closed until somebody wants it: the newest numbers, their way over the days, and the last fortnight as a table.

    Views are plotted apart: beside them nothing else could be seen.
    """
    with st.expander(_("Numbers"), icon=":material/show_chart:", key=f"numbers-{by}-{name}", on_change="rerun") as box:
        if box.open:
            _show(by, name)


def _show(by: str, name: str) -> None:
    found = measuring.over_days(state.desk(), state.actor(), by, name, state.person().zone)
    if not found:
        st.text(_("No network has given a number yet."))
        return
    newest = list(found.values())[-1]
    kinds = [kind for kind in _COLOURS if kind in newest] + sorted(kind for kind in newest if kind not in _COLOURS)
    with st.container(horizontal=True, gap="large"):
        for kind in kinds:
            st.metric(channel_names.measure(kind), number(newest.get(kind, 0)), width="content")
    found = dict(list(found.items())[-_DAYS:])
    labels = [short_day(one) for one in found]
    if len(labels) > 1:
        for together in ([one for one in kinds if one == "views"], [one for one in kinds if one != "views"]):
            if together:
                ways = [[numbers.get(kind) for numbers in found.values()] for kind in together]
                series = dict(zip(map(channel_names.measure, together), ways, strict=True))
                day_plot(labels, series, [_COLOURS.get(kind, _OTHER) for kind in together], bars=False)
        columns = [_("Day"), *map(channel_names.measure, kinds)]
        lines = [
            [Cell(day(one)), *(Cell(number(numbers.get(kind, 0))) for kind in kinds)] for one, numbers in found.items()
        ]
        table(_("Per day"), columns, lines[: -_ROWS - 1 : -1], key=f"figures-{by}-{name}")
