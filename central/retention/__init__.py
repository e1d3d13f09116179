"""The end of data: who has not used anything for as long as the programme says is forgotten, and stays as numbers.

Forgetting deletes a person's data key, their particulars and everything that names them, what stations sealed of them, and the
digest by which their national ID would find them; chain, ledger, counts and minutes stay. See `rows` for each table's part.
"""
