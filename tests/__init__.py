"""Tests of Colloquy; README.md beside this file says how we test here."""
