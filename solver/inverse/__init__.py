"""From behaviour back to preferences and beliefs: exact sets, posteriors, estimation on data.

The parts are imported from their own modules, since estimation needs pandas and formulaic
(`solver.inverse.strategic`) and the exact sets do not.
"""
