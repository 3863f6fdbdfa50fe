"""The page as it lies there: words and ruled lines with their places."""
