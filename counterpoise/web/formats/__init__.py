"""Dates and numbers of each language, as Django looks for them; English has them as the templates say."""
