"""A package that gives what its modules have."""

from ._private import Setting
from .fit import Fit, fit
from .fit import fit as fitted
from .logging import Entry, entry_of, logger_of
from .shapes import *
from . import shapes

__all__ = ["Fit", "Setting", "fit", "fitted", "shapes", "Circle", "area", "Entry", "entry_of", "logger_of"]
