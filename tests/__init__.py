"""The tests: what a person, an operator and a reader of this code may rely on."""
