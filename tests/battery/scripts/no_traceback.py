# SPDX-License-Identifier: MIT
# A cause that was never raised.
raise ValueError("raised") from KeyError("not raised")
