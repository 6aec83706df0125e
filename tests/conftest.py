"""What every test has at hand. The machinery below it (database, mail, Redis, browser) is in tests/machinery."""

from tests.machinery import database

database.start()  # before anything reads the settings

pytest_plugins = (
    "tests.machinery.database",
    "tests.machinery.network",
    "tests.machinery.servers",
    "tests.machinery.browser",
)
