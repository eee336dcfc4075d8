"""Small panels of the registrant's side: a few people without a tie, who each say what they find before they compare.

Knows nothing of what they decide: a room names its matter, how many sit, and what a finding may be.
"""
