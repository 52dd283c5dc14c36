"""What is wrong between the parts of a library that are right by themselves."""
