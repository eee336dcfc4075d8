"""The architecture as tests: each rule is a function that finds faults, shown here to find a bad example too."""
