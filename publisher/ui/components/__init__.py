"""Own components (Streamlit Components v2), each registered once, when its module is imported, from files beside it."""
