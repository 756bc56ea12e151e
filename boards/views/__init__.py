"""The doors of the browser: pages, fragments and the verbs behind them."""
