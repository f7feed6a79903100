"""What a network looks like: views call measures and advice, and define none."""
