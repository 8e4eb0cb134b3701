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

class instance;

class error;

template <class T = object>
class ref;
template <class T>
class result;
template <class Signature>
class function;
template <class Signature>
class method;

/// How a C++ type and Python values become each other; specialise it for a type of your own.
///
/// A specialisation has `static T from_python(handle)`, `static object to_python(const T&)`, or one of the two. For a value that does not
/// fit from_python throws type_error, value_error or overflow_error, or what a cast in it throws: the message gets the path to the value,
/// and a variant tries its next alternative. With `static std::string name()` messages call the type that.
template <class T>
struct converter;

}  // namespace pyhost::inline v0
