"""The dialogue: pure, synchronous, no input or output, no clock, no Telegram. Begin at `engine`."""
