# SPDX-License-Identifier: MIT
# An import of a name that a module has not.
from collections import OrderedDict, namedtupel
