"""What the tests run on: the throw-away database, the loopback guard, mail, Redis, the browser, other servers."""
