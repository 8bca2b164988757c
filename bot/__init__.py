"""Everything that is not a Discord command: the stream from an article to its report.

What lives here never imports `cogs/`; extensions are loaded by name.
"""
