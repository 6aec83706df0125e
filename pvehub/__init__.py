"""The ground: people, permissions, history, files, messages. Imports nothing, so that it loads on a bare machine."""
