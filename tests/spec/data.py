"""Specs that the tests share."""

POSTURE = """\
detente: 1
title: Red has a lot to lose, blue is basically aligned
parties:
  - {name: red,  power: 2}
  - {name: blue, power: 3}
alignment:
  angle: 60 deg
conflict:
  stakes: 1/2
  win_probability: {red: 0.55}
  destruction_probability: 0.4
  destruction_fraction: 1/2
game:
  kind: posture
  levels: 1
  resistance: 1
source: {cite: lesswrong2023, note: left arrow}
"""

MATRIX = """\
detente: 1
title: Two regimes and two knife edges
parameters:
  x: {value: 1/4, range: [0, 1], meaning: pull of the first action}
players:
  - {name: row,    actions: [hold, seek], seeking: [seek]}
  - {name: column, actions: [hold, seek], seeking: [seek]}
game:
  kind: matrix
  symmetric: true
  payoffs:
    row:
      - [x/2,   x]
      - [1 - x, (1 - x)/2]
"""

THREE = """\
detente: 1
players:
  - {name: a, actions: [x, y]}
  - {name: b, actions: [x, y]}
  - {name: c, actions: [x, y]}
game:
  kind: matrix
  payoffs:
    a: [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]
    b: [[[1, 0], [0, 0]], [[0, 0], [0, 1]]]
    c: [[[0, 0], [0, 0]], [[0, 0], [0, 1/3]]]
"""

REPEATED = """\
detente: 1
title: The board and the chief executive, again and again
parties:
  - {name: board, power: 2}
  - {name: chief, power: 3}
alignment: {angle: 60 deg}
conflict:
  stakes: 1/2
  contest: {kind: ratio, decisiveness: 2}
  destruction_probability: 1/2
  destruction_fraction: 2/5
game:
  kind: repeated
  stage: {kind: posture, levels: 1, resistance: 1/2, grab: 1/4}
  discount: {board: 9/10, chief: 0.8}
  path: [[hold, hold]]
"""

REPEATED_MATRIX = """\
detente: 1
parameters:
  t: {value: 5}
players:
  - {name: row,    actions: [hold, seek], seeking: [seek]}
  - {name: column, actions: [hold, seek], seeking: [seek]}
game:
  kind: repeated
  stage:
    kind: matrix
    symmetric: true
    payoffs:
      row: [[3, 0], [t, 1]]
  discount: 1/2
"""
