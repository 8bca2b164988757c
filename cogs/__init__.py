"""One thin file per thing a person does on Discord; loaded by name, imported by nobody."""
