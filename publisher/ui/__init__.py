"""The workspace people see: shell, pages, components on Streamlit. Thin over the services; decides nothing itself."""
