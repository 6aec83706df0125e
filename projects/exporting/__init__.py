"""Projects going out of the portal: what each reader is told, in which columns, as CSV, XLSX or IATI.

`tell` is the only door to the content: sheets, IATI and API write down what it gives and read no project themselves.
"""
