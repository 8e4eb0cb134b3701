# SPDX-License-Identifier: MIT
# Bytes that are no UTF-8.
b"gr\xfcn".decode("utf-8")
