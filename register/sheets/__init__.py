"""The institute's register sheet: reading it, repairing it, refusing what cannot be right, loading it; and exporting.

columns    which columns the sheet may have, and how people spell their headings
repair     a cell as typed into a cell as meant; pure
dates      the shapes in which people write days; pure
reading    a file into rows: CSV in any usual encoding, XLSX
checking   a row into an admission, or into what is wrong with it
changes    a row about somebody already on the register into what would change
loading    the operation that loads a sheet, or only says what it would do
report     the report file and the summary for the screen
export     the public register into a file
"""
