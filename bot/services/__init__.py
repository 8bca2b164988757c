"""The verbs: use cases over domain and storage; never sees discord, only the `Publisher` port."""
