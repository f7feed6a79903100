"""What to do: whom you could reach, by which way, and whom to ask for it, each with a `why`."""

from .nearest_miss import Miss, nearest_miss
from .plan import plan
from .reach import reach
from .route import Hop, Route
from .routes import routes
from .whom_to_ask import whom_to_ask

__all__ = ["Hop", "Miss", "Route", "nearest_miss", "plan", "reach", "routes", "whom_to_ask"]
