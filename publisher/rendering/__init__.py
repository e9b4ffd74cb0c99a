"""From signed Markdown to what readers see: HTML, one layer of text with spans, lengths, parts."""
