"""The app: `python -m streamlit run app.py`. It only says which pages there are."""

import streamlit as st

from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.components.masthead import masthead
from riskgraph.ui.pages import overview

st.set_page_config(page_title="riskgraph", page_icon=":material/account_tree:", layout="wide")
locale = session.locale()
pages = [
    st.Page(overview.render, title=t(locale, "ui.page.overview"), url_path="overview", default=True),
]
page = st.navigation(pages, position="top")
masthead()
page.run()
