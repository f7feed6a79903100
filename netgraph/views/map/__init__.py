"""The map: one HTML file, offline, readable for twelve people and for a hundred thousand."""

from .draw import draw, picture
from .page import Page

__all__ = ["Page", "draw", "picture"]
