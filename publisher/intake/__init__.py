"""Files from outside into plain records, each with the line it came from. Decides nothing about their meaning."""
