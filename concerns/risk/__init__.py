"""How pressing a concern is: five by five, what is red by itself, the pattern, and who may lower what (rules 6.7)."""
