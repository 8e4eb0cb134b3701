// SPDX-License-Identifier: MIT
// Names of the public types, for headers that only mention them.
#pragma once

namespace pyhost::inline v0 {

class config;
class environment;
class interpreter;

class gil_guard;
class gil_release;

class handle;
class object;
class none;
class str;
class bytes;
class list;
class tuple;
class dict;
class set;
class slice;
class callable;
class module;
class type;

class error;

template <class T = object>
class ref;
template <class T>
class result;
template <class Signature>
class function;

/// How a C++ type and Python values become each other; specialise it for a type of your own.
///
/// A specialisation has `static T from_python(handle)`, `static object to_python(const T&)`, or one of the two.
template <class T>
struct converter;

}  // namespace pyhost::inline v0
