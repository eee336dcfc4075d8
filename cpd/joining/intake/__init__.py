"""What applicants and referees are asked, as pages of data, and what they answered as values of the room.

Refuses to decide anything: too few hours or a worrying answer is for people to look at.
"""
