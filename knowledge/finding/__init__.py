"""The addresses of finding, under /search/: the one box, searches that are kept, what is asked in vain."""
