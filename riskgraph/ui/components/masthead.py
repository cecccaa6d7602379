"""The head of every page: the name of the product, the language, and the look."""

from __future__ import annotations

import streamlit as st

from riskgraph.text import LOCALES, t
from riskgraph.ui import session

# Static: nothing of a user's data ever enters it. Sizes in rem follow the theme's base size.
_LOOK = """
<style>
.stMainBlockContainer {max-width: 1162px; padding: 4.6rem 30px 5rem;}
.stMainBlockContainer .stHeading h1 {max-width: 58rem; line-height: 1.6; padding: .2rem 0 1rem; letter-spacing: 0;}
.stMainBlockContainer .stHeading h2 {padding: 1.8rem 0 .5rem; border-top: 1px solid rgba(128, 128, 120, .28);}
.stMainBlockContainer .stHeading h3 {padding: .4rem 0 .5rem;}
.stMainBlockContainer p, .stMainBlockContainer li {line-height: 1.8; max-width: 62rem;}
.st-key-next .stHeading h3 {padding-bottom: .1rem;}
.st-key-masthead {padding-bottom: .4rem;}
.st-key-masthead p {letter-spacing: .02em;}
.st-key-numbers [data-testid="stMetricValue"] {font-variant-numeric: tabular-nums;}
.st-key-numbers [data-testid="stMetricLabel"] p {white-space: normal; font-size: .87rem; line-height: 1.4;}
.st-key-numbers {padding: .6rem 0;}
.st-key-numbers [data-testid="stColumn"] [data-testid="stVerticalBlock"] {gap: .1rem;}
.st-key-numbers [data-testid="stCaptionContainer"] p {font-variant-numeric: tabular-nums; line-height: 1.5;}
.st-key-chain {overflow-x: auto;}
.st-key-chain [data-testid="stFullScreenFrame"] {min-width: 1100px;}
.st-key-next, .st-key-changed {border-left: 3px solid var(--st-primary-color, #2b4a7f); padding: .1rem 0 .1rem 1.1rem;}
[data-testid="stCaptionContainer"] {color: inherit; opacity: .78;}
[data-testid="stCaptionContainer"] p {font-size: .87rem;}
</style>
"""


def masthead() -> None:
    """Draw the head and let the user switch the language in one click."""
    locale = session.locale()
    st.html(_LOOK + _uploader_in(locale))
    with st.container(horizontal=True, vertical_alignment="center", key="masthead"):
        st.markdown(f"**riskgraph**  :gray[{t(locale, 'ui.tagline')}]", width="stretch")
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


def _uploader_in(locale: str) -> str:
    """Return the look that puts the uploader's own words, which Streamlit has in English only, into a language."""
    words = {part: t(locale, f"ui.uploader.{part}") for part in ("button", "limit")}
    return f"""<style>
[data-testid="stFileUploaderDropzone"] > span button p,
[data-testid="stFileUploaderDropzoneInstructions"] span {{font-size: 0;}}
[data-testid="stFileUploaderDropzone"] > span button p::after {{content: "{words["button"]}"; font-size: .93rem;}}
[data-testid="stFileUploaderDropzoneInstructions"] span::after {{content: "{words["limit"]}"; font-size: .87rem;}}
</style>"""


def _language(locale: str) -> str:
    """Return a language in its own words."""
    return t(locale, "ui.language.name")


def _switch() -> None:
    session.change(locale=session.widget("language"))
