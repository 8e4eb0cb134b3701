# SPDX-License-Identifier: MIT
# An exception without a message, raised as a class.
raise LookupError
