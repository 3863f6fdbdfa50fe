"""Storage: a table for every record, its history, and the one crossing to a Diary (`diaries.diary`)."""
