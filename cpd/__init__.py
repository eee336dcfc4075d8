"""What somebody does to become a registrant, and to stay one: applications, declarations, referees, assessment."""
