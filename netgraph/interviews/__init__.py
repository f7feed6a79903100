"""The informational interview as a loop: ask, prepare, meet, thank, tell, keep.

What is written (`ask`, `met`, `want`, `note_favour`, `set_rule`) goes into a book, one operation a
call; what is asked (`due`, `prepare`, `draft`, `agenda`, `reminders`) is a question to a network.
"""
