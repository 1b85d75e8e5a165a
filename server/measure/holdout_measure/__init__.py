"""Runs a program once for a measurement. Standard library only, Python 3.8 or later; the interpreter is the user's own."""
