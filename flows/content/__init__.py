"""What is written in the files of the library, read into plain objects."""
