"""Fuzzing of what reads foreign files: one target each, with inputs grown from the corpus."""
