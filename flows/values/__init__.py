"""What is said and held: values without rules of their own, and how they read in a language."""
