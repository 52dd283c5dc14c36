"""What is put on paper: read back out of the pictures and pages themselves."""
