"""`python streamlit_app.py` opens the workspace alone on this machine, as `publisher workspace` does."""

from publisher.ui.server import run

if __name__ == "__main__":
    run()
