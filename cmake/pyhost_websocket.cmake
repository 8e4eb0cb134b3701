# SPDX-License-Identifier: MIT
# Makes the target pyhost::websocket, pyhost::bridge and a server for browsers; else pyhost_websocket_problem says what to do.
set(pyhost_websocket_problem "")
find_package(Boost 1.81 QUIET CONFIG)
if(NOT TARGET Boost::headers)
    set(pyhost_websocket_problem "there is no target pyhost::websocket, since Boost 1.81 or later was not found; to have it, install the \
headers of Boost (Debian: libboost1.81-dev or later) and name them with -DBoost_DIR=DIR where CMake does not find them")
elseif(NOT TARGET pyhost::websocket)
    add_library(pyhost::websocket INTERFACE IMPORTED GLOBAL)
    pyhost_add_transport(websocket Boost::headers)
    target_link_libraries(pyhost::websocket INTERFACE pyhost_websocket_compiled)
endif()
