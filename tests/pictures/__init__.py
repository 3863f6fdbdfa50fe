"""Pictures of every page, made by one command: `python -m tests.pictures` (see CONTRIBUTING.md)."""
