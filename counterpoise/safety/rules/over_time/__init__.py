"""The rules on use over time, a file for each kind of them; `rules.use` asks them all."""
