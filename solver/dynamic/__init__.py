"""Games over time: backward induction and what follows from it."""
