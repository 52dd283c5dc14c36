"""What is kept of each person, and how it is read and written."""
