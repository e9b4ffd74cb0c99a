"""The words of the product: dataclasses, enums, transitions and refusals. Imports nothing of ours and no framework."""
