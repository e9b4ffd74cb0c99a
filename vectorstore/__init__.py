"""Retrieval alone: embeddings, lexical index, fusion, the match gate, claims. Knows texts, ids and filters only.

Imports nothing of the desk; it is handed in by the services that need it.
"""
