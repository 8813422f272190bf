"""Where answers change: thresholds in closed form, and the exact map of regimes."""
