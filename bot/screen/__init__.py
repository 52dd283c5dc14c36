"""How a card becomes a message: HTML, buttons and what a button carries."""
