"""The head of every page: the name of the product, the register shown, who records, the language, and the look.

The convention that bites: this is the one place that lets HTML through, and what it lets through is constant;
a name of a register or of a person is drawn by widgets and escaped Markdown only.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from riskgraph.model.records import RegisterRecord
from riskgraph.text import LOCALES, t
from riskgraph.ui import keeping, session
from riskgraph.ui.markdown import escaped

# Static: nothing of a user's data ever enters it. Sizes in rem follow the theme's base size of 15 px, so that the
# smallest, .87rem, is 13 px. An em of a paragraph is one Japanese character. Streamlit tells a style sheet nothing
# of its colours but light or dark, so that the indigo of both themes stands here again.
_LOOK = """
<style>
.stMainBlockContainer {max-width: 1162px; padding: 4.4rem 30px 5rem; font-variant-numeric: tabular-nums;}
.stMainBlockContainer .stHeading h1 {max-width: 41em; line-height: 1.6; padding: .2rem 0 1rem; letter-spacing: 0;
  text-wrap: pretty; line-break: strict;}
.stMainBlockContainer .stHeading h2 {padding: 1.8rem 0 .5rem; line-height: 1.5;
  border-top: 1px solid rgba(128, 128, 120, .28);}
.stMainBlockContainer .stHeading h3 {padding: .4rem 0 .5rem; line-height: 1.5;}
.stMainBlockContainer p, .stMainBlockContainer li {line-height: 1.8; max-width: 45em; text-wrap: pretty;
  line-break: strict;}
.stMainBlockContainer button p {line-height: 1.5;}
button:is([kind="primary"], [kind="primaryFormSubmit"]):not(:disabled) {color: light-dark(#fff, #16181b);}
button[kind="tertiary"]:is(:hover, :active, :focus-visible) {color: light-dark(#2b4a7f, #93b4ea);}
.st-key-next .stHeading h3 {padding-bottom: .1rem;}
.st-key-masthead {border-bottom: 1px solid rgba(128, 128, 120, .28); padding-bottom: .35rem; margin-bottom: .5rem;}
.st-key-masthead p {letter-spacing: .02em; white-space: nowrap;}
.st-key-masthead [data-testid="stSelectbox"] {max-width: 24rem;}
.st-key-masthead_name p, .st-key-masthead_register p {max-width: 22rem; overflow: hidden; text-overflow: ellipsis;}
.st-key-numbers [data-testid="stMetricLabel"] p {white-space: normal; font-size: .87rem; line-height: 1.4;}
.st-key-numbers {padding: .6rem 0;}
.st-key-numbers [data-testid="stColumn"] [data-testid="stVerticalBlock"] {gap: .1rem;}
.st-key-numbers [data-testid="stCaptionContainer"] p {line-height: 1.5;}
.st-key-chain {overflow-x: auto;}
[data-testid="stNumberInput"] :is([data-testid$="StepDown"], [data-testid$="StepUp"]) {display: none;}
.st-key-chain [data-testid="stFullScreenFrame"] {min-width: 1100px;}
.st-key-next, .st-key-changed {border-left: 3px solid light-dark(#2b4a7f, #93b4ea); padding: .1rem 0 .1rem 1.1rem;}
[data-testid="stCaptionContainer"] {color: inherit; opacity: .78;}
[data-testid="stCaptionContainer"] p {font-size: .87rem;}
:is(a, button, input, [role="tab"], [role="radio"], [tabindex="0"]:not([data-testid="stMain"])):focus-visible {
  outline: 2px solid light-dark(#2b4a7f, #93b4ea); outline-offset: 2px;}
</style>
"""


def masthead() -> None:
    """Draw the head: which register is shown, who records, and the language, each to be changed in one click."""
    locale = session.locale()
    st.html(_LOOK + _uploader_in(locale))
    is_open = keeping.trouble() is None
    with st.container(horizontal=True, vertical_alignment="center", key="masthead"):
        st.markdown("**riskgraph**", width="content")
        with st.container(key="masthead_register", width="stretch"):
            _register(keeping.open_registers() if is_open else (), keeping.register() if is_open else None, locale)
        if is_open and keeping.actor():
            _name(keeping.actor(), locale, is_given=not keeping.from_proxy())
        st.segmented_control(
            t(locale, "ui.language"),
            LOCALES,
            default=locale,
            required=True,
            format_func=_language,
            key="language",
            on_change=_switch,
            label_visibility="collapsed",
        )


def _register(registers: Sequence[RegisterRecord], shown: RegisterRecord | None, locale: str) -> None:
    """Draw the register shown, with the others to choose from; what the product is for where there is none."""
    if shown is None:
        st.markdown(f":gray[{t(locale, 'ui.tagline')}]")
    elif len(registers) == 1:
        st.markdown(escaped(shown.name))
    else:
        names = _told_apart(registers)
        ids = list(names)
        # A key of its own for each register: the box must follow where another one is chosen elsewhere on a page.
        key = f"register_shown_{shown.register_id}"
        with st.container(key="register_shown"):
            st.selectbox(
                t(locale, "look.register"),
                ids,
                index=ids.index(shown.register_id),
                format_func=lambda i: names.get(i, ""),
                key=key,
                on_change=_look_at,
                args=(key,),
                label_visibility="collapsed",
            )


def _told_apart(registers: Sequence[RegisterRecord]) -> dict[str, str]:
    """Return the names of registers by id; one that has the name of another bears its id too."""
    names = [record.name for record in registers]
    return {
        record.register_id: record.name if names.count(record.name) == 1 else f"{record.name} ({record.register_id})"
        for record in registers
    }


def _name(name: str, locale: str, *, is_given: bool) -> None:
    """Draw who records; a name that was given here can be handed over to the next person."""
    if not is_given:
        st.markdown(f":gray[{escaped(t(locale, 'look.name', name=name))}]", width="content")
        return
    label = escaped(t(locale, "look.name", name=name))
    with st.container(key="masthead_name", width="content"), st.popover(label, type="tertiary"):
        st.markdown(escaped(t(locale, "look.name.more", name=name)))
        st.button(t(locale, "look.name.other"), key="name_other", on_click=_hand_over)


def _uploader_in(locale: str) -> str:
    """Return the look that puts the uploader's own words, which Streamlit has in English only, into a language."""
    words = {part: t(locale, f"ui.uploader.{part}") for part in ("button", "limit")}
    return f"""<style>
[data-testid="stFileUploaderDropzone"] > span button p,
[data-testid="stFileUploaderDropzoneInstructions"] span {{font-size: 0; max-width: none;}}
[data-testid="stFileUploaderDropzone"] > span button p::after {{content: "{words["button"]}"; font-size: .93rem;}}
[data-testid="stFileUploaderDropzoneInstructions"] span::after {{content: "{words["limit"]}"; font-size: .87rem;}}
</style>"""


def _language(locale: str) -> str:
    """Return a language in its own words."""
    return t(locale, "ui.language.name")


def _switch() -> None:
    session.change(locale=session.widget("language"))


def _look_at(key: str) -> None:
    keeping.choose_register(str(session.widget(key) or ""))


def _hand_over() -> None:
    keeping.introduce("")
