"""What the institute asks of everybody's professional development (CPD): pure functions of their records."""
