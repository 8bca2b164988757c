"""A link in, the page's bytes out: the only part of reading that touches the network.

Whatever a link, a name server or a web server says is taken to be hostile (decision 0013).
"""
