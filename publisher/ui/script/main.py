"""The script that Streamlit runs for every session; it stands alone here so that nothing else lands on its path."""

from publisher.ui.shell import main

main()
