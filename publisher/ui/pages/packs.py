"""Rules: every policy pack in force here, who read it, which articles it covers and which no machine can check."""

import streamlit as st

from publisher.policy.loading import Pack
from publisher.policy.packs import CoverageItem, Rule
from publisher.ui import names, state
from publisher.ui.components.lists import weight_name
from publisher.ui.components.tables import Cell, table
from publisher.ui.i18n import _, current, ngettext, number, written

_TONES = {"covered": "good", "not_checkable": "plain", "pending": "wait"}

_IN_THE_NAME = "see name"  # what a rule says of its article when the instrument's name tells it


def page() -> None:
    state.person()
    st.title(_("Rules"))
    st.text(_("What every text is checked against. A pack that nobody qualified has signed is marked as unreviewed."))
    for pack in state.desk().gate.packs.values():
        _pack(pack)


def _pack(pack: Pack) -> None:
    about = pack.about
    with st.container(border=True, key=f"pack-{pack.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(names.jurisdiction(pack.id), width="content", anchor=False)
            if about.status == "reviewed":
                told = _("read and signed by {name}").format(name=about.reviewed_by)
                st.badge(told, color="green", icon=":material/verified:")
            else:
                st.badge(_("unreviewed"), color="orange", icon=":material/pending:")
        st.text(" · ".join(_told(pack)))
        with st.expander(
            _("Coverage"), icon=":material/checklist:", key=f"coverage-{pack.id}", on_change="rerun"
        ) as box:
            if box.open:
                lines = [_article(item) for item in pack.coverage.articles]
                columns = [_("Article"), _("State"), _("By which rule, or why not")]
                table(_("Coverage"), columns, lines, key=f"coverage-table-{pack.id}")
        with st.expander(_("Rules"), icon=":material/gavel:", key=f"rules-{pack.id}", on_change="rerun") as box:
            if box.open:
                columns = [_("Rule"), _("Weight"), _("What it says"), _("Article"), _("In law")]
                table(_("Rules"), columns, [_rule(rule) for rule in pack.rules], key=f"rules-table-{pack.id}")


def _told(pack: Pack) -> list[str]:
    rules, articles = len(pack.rules), pack.coverage.articles
    pending = sum(item.state == "pending" for item in articles)
    unseen = sum(item.state == "not_checkable" for item in articles)
    told = [
        _("version {version}").format(version=pack.about.version),
        ngettext("{count} rule", "{count} rules", rules).format(count=number(rules)),
        ngettext("{count} article", "{count} articles", len(articles)).format(count=number(len(articles))),
    ]
    if unseen:
        told.append(_("{count} not checkable by machine").format(count=number(unseen)))
    if pending:
        told.append(_("{count} pending").format(count=number(pending)))
    return [*told, _("to be read again by {day}").format(day=written(pack.about.review_due))]


def _article(item: CoverageItem) -> list[Cell]:
    called = {"covered": _("covered"), "not_checkable": _("not checkable by machine"), "pending": _("pending")}
    return [
        Cell(item.article.removesuffix(f" · {_IN_THE_NAME}")),
        Cell(called[item.state], _TONES[item.state]),
        Cell(", ".join(item.rules) or item.why),
    ]


def _rule(rule: Rule) -> list[Cell]:
    law = rule.instrument
    article = " · ".join(part for part in (law.original or law.name, law.articles) if part and part != _IN_THE_NAME)
    message = getattr(rule.message, current().value)
    since = _("{status}, since {day}").format(
        status=_status(rule.status), day="; ".join(written(one.strip()) for one in rule.in_force_from.split(";"))
    )
    return [Cell(rule.id), Cell(weight_name(rule.level)), Cell(message), Cell(article, url=law.url), Cell(since)]


def _status(value: str) -> str:
    """The plain ones in the reader's language; what an editor wrote in more words stays as written."""
    known = {
        "in_force": _("in force"),
        "guidance": _("guidance"),
        "abeyance": _("in abeyance"),
        "interpretation": _("interpretation"),
        "product_rule": _("rule of this desk"),
    }
    return known.get(value, value.replace("_", " "))
