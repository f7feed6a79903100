"""What others exported, read into `Tables`: one format per file, found by content."""
