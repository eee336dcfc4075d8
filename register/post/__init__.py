"""Letters on paper: to whoever has no email address, whose address refuses ours, or who asked for paper.

Such a letter has the words of the email. It stands on a list until somebody prints it in a batch, and until they say on
which day the batch was posted. What opens something (codes, links to sign in) never goes on paper.
"""
