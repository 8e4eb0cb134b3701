# SPDX-License-Identifier: MIT
# A warning that is an exception.
import warnings

warnings.simplefilter("error")
warnings.warn("look\nhere", DeprecationWarning)
