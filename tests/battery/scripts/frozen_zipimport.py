# SPDX-License-Identifier: MIT
# An error of the frozen module zipimport.
import zipimport

zipimport.zipimporter("no such file.zip")
