"""The dialogue: pure, synchronous, no input or output, no clock, no Telegram; `engine` is its door."""
