# SPDX-License-Identifier: MIT
# A text of several lines with zeros in it.
raise ValueError("one\ntwo\r\n\n\x00three\x00\tfour\n")
