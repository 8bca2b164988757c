"""Figures against their bars: each suite measures in processes of its own."""
