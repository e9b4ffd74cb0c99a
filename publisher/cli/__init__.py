"""The command line: everything a person does in the workspace can be done from a shell."""

from publisher.cli.app import main

__all__ = ["main"]
