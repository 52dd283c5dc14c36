"""What a turn does to a conversation: moves, answers written down, reminders."""
