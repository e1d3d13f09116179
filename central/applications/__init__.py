"""Applications for cards (申辦): from the counter, the web, a batch or an outreach team to the card in the hand.

`submitting` takes one in, `flow` moves it on as far as it goes by itself, `checks` asks registers, `reviewing` is what agencies
do, `batches` are files of many, `office_files` are the files that go out, `collecting` is the card handed over. `book` is the
record itself: every step is added to a list that nobody alters.
"""
