"""Routes and middleware beside the workspace: health, sign-in, drafts, the public site, headers. No Streamlit here."""
