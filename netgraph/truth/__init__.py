"""Was it right: answers tested on one's own past (`backtest`) and taken apart (`explain`)."""

from .backtest import Backtest, backtest
from .explain import Explanation, explain

__all__ = ["Backtest", "Explanation", "backtest", "explain"]
