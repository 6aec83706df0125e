"""Registers as sheets: going out with raw codes beside words, coming in by a dry run. Nothing here writes.

`columns` names what stands in a sheet, `telling` reads it, `writing` makes the file; `mapping` says which column of a sheet
from elsewhere is which, `cells` reads its cells, `planning` says what each row would do.
"""
