"""A package that gives what its modules have."""

from ._private import Setting
from .fit import Fit, fit
from .fit import fit as fitted
from .shapes import *
from . import shapes

__all__ = ["Fit", "Setting", "fit", "fitted", "shapes", "Circle", "area"]
