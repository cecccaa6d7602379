"""The app: `python -m streamlit run app.py`. It only says which pages there are."""

from pathlib import Path

import streamlit as st

from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.components.masthead import masthead
from riskgraph.ui.pages import overview

# A file of our own: Streamlit would fetch a named icon from outside for the tab of the browser.
ICON = Path(__file__).parent / "riskgraph" / "ui" / "icon.svg"

st.set_page_config(page_title="riskgraph", page_icon=str(ICON), layout="wide")
locale = session.locale()
pages = [
    st.Page(overview.render, title=t(locale, "ui.page.overview"), url_path="overview", default=True),
]
page = st.navigation(pages, position="top")
masthead()
page.run()
