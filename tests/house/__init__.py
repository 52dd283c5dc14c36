"""The house's own rules: what every file of the project keeps to."""
