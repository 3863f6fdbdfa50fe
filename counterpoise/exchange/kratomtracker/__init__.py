"""The CSV export and the JSON backup of KratomTracker."""
