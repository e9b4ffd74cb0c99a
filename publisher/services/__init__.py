"""One module per use case. Each checks who asks, does the work and writes its event in one transaction."""
