# SPDX-License-Identifier: MIT
# Installs BUILD into a folder, then moves that to PREFIX.
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${PREFIX}.first COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE_RECURSE ${PREFIX})
file(RENAME ${PREFIX}.first ${PREFIX})
