"""The JSON export of PsychonautWiki Journal (Android and iOS)."""
