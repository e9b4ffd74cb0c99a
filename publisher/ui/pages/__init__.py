"""The pages of the workspace, one module each; every one is a function that Streamlit runs."""
