"""How much of a list is read, and how a reader says that it does not go on."""

DATA, SPACE, SECONDS = 224 << 20, 1 << 30, 8  # memory it may write to, addresses in all, processor time
LARGEST_FILE = 20 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 80, 20_000
LONGEST_HEADING = 200
MOST_TITLES = 10  # lines above the names of the columns
MOST_PARTS, MOST_PART, MOST_IN_ALL = 1000, 96 << 20, 128 << 20  # of a spreadsheet, unpacked
MOST_RATIO, SMALL = 150, 1 << 20  # a part above SMALL may unpack to so many times its packed size
DEEPEST, MOST_ATTRIBUTES, LONGEST_TEXT = 24, 40, 200_000  # of an XML file


class Refused(Exception):
    """The file is not read, or not read on: a code, and what its sentence names."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts
