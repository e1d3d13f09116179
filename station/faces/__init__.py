"""What is printed on a card: the holder's photo, the card's face, and the receipt. Pillow only, no Qt."""
