// SPDX-License-Identifier: MIT
// The streams that stand in the place of sys.stdout and sys.stderr while an output_sink lives.
#pragma once

#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/detail/script_function.hpp>
#include <pyhost/detail/slot.hpp>
#include <pyhost/expose/callable.hpp>
#include <pyhost/host/detail/output_channel.hpp>
#include <pyhost/module.hpp>
#include <pyhost/ref.hpp>

#include <memory>

namespace pyhost::inline v0::detail {

/// Leaves `make`, which makes a stream of functions of C++ that stands in the place of `before`.
inline constexpr const char* output_stream_source = R"(
import io
import threading  # now, since its object for the main thread keeps the stderr that it finds

class Stream:
    def writable(self):
        return True

    def __del__(self):  # io's own flushes, and swallows what that raises; the sink has the rest
        pass

class Bytes(Stream, io.BufferedIOBase):
    pass

class Lines(Stream, io.TextIOBase):
    encoding = 'utf-8'
    errors = 'backslashreplace'
    line_buffering = True
    mode = 'w'

    def reconfigure(self, **options):
        self.flush()

def make(before, sink, write, write_bytes, flush):
    stream = Lines()
    stream.write = write
    stream.flush = flush
    stream.buffer = Bytes()
    stream.buffer.write = write_bytes
    stream.buffer.flush = flush
    stream._pyhost_sink = sink
    stream._pyhost_before = before
    for name in ('name', 'fileno'):
        try:
            setattr(stream, name, getattr(before, name))
        except Exception:
            pass
    return stream
)";

inline constinit atomic<cache_slot*> output_stream_slot{nullptr};

inline constexpr std::array<const char*, 2> output_names{"stdout", "stderr"};

/// str as UTF-8; lone surrogates as \udc80.
inline std::string output_text(handle text) PYHOST_NEEDS_GIL
{
    Py_ssize_t size = 0;
    if (const char* utf8 = PyUnicode_AsUTF8AndSize(text.ptr(), &size)) return {utf8, static_cast<std::size_t>(size)};
    PyErr_Clear();
    const object bytes = object::steal(checked(PyUnicode_AsEncodedString(text.ptr(), "utf-8", "backslashreplace")));
    return {PyBytes_AS_STRING(bytes.ptr()), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes.ptr()))};
}

/// What a stream of Python does with what is written to it.
class output_target {
public:
    /// `before`: the stream for what the sink may not have, since it has ended or prints this itself; None for nowhere.
    output_target(std::shared_ptr<output_channel> channel, output_stream stream, const object& before) PYHOST_NEEDS_GIL
        : channel_{std::move(channel)},
          stream_{stream},
          before_{before}
    {
    }

    Py_ssize_t write_text(const object& text) const PYHOST_NEEDS_GIL
    {
        if (!PyUnicode_Check(text.ptr())) throw type_error("write() argument must be str, not " + type_name_of(text));
        if (channel_->is_inside() || !channel_->write(stream_, output_text(text))) call_before("write", text);
        return PyUnicode_GetLength(text.ptr());
    }

    Py_ssize_t write_bytes(const object& data) const PYHOST_NEEDS_GIL
    {
        if (PyObject_CheckBuffer(data.ptr()) == 0) throw type_error("a bytes-like object is required, not '" + type_name_of(data) + "'");
        const object bytes = object::steal(checked(PyBytes_FromObject(data.ptr())));
        const std::string_view text{PyBytes_AS_STRING(bytes.ptr()), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes.ptr()))};
        if (channel_->is_inside() || !channel_->write(stream_, text)) {
            if (const object before = before_.get(); !before.is_none()) before.attr("buffer").attr("write")(bytes);
        }
        return PyBytes_GET_SIZE(bytes.ptr());
    }

    void flush() const PYHOST_NEEDS_GIL
    {
        if (channel_->is_inside() || !channel_->flush(stream_)) call_before("flush");
    }

private:
    static std::string type_name_of(const object& o) PYHOST_NEEDS_GIL { return Py_TYPE(o.ptr())->tp_name; }

    template <class... Args>
    void call_before(const char* method, const Args&... args) const PYHOST_NEEDS_GIL
    {
        if (const object before = before_.get(); !before.is_none()) before.attr(method)(args...);
    }

    std::shared_ptr<output_channel> channel_;
    output_stream stream_;
    ref<> before_;
};

/// What sys.stdout or sys.stderr is; None where there is none.
inline object present_stream(const char* name) PYHOST_NEEDS_GIL
{
    object found = object::steal(PyObject_GetAttrString(import_module("sys").ptr(), name));
    if (found.has_value()) return found;
    PyErr_Clear();
    return object::borrow(Py_None);
}

/// Puts a stream of lines in the place of sys.stdout or sys.stderr.
inline void replace_stream(const std::shared_ptr<output_channel>& channel, output_stream stream) PYHOST_NEEDS_GIL
{
    const char* name = output_names[static_cast<std::size_t>(stream)];
    const object before = present_stream(name);
    const output_target target{channel, stream, before};
    import_module("sys").attr(name) = script_function(output_stream_slot, output_stream_source, "<pyhost output>", "make")(
        before, channel->number(), expose([target](const object& text) PYHOST_NEEDS_GIL { return target.write_text(text); }, "write"),
        expose([target](const object& data) PYHOST_NEEDS_GIL { return target.write_bytes(data); }, "write"),
        expose([target]() PYHOST_NEEDS_GIL { target.flush(); }, "flush"));
}

/// Takes the stream of a sink out of sys again, unless other code has put its own there.
inline void put_back(const output_channel& channel, output_stream stream) PYHOST_NEEDS_GIL
{
    const char* name = output_names[static_cast<std::size_t>(stream)];
    const object present = present_stream(name);
    if (!present.has_attr("_pyhost_sink")) return;
    const result<std::uint64_t> sink = try_cast<std::uint64_t>(present.attr("_pyhost_sink"));
    if (sink && sink.value() == channel.number()) import_module("sys").attr(name) = object{present.attr("_pyhost_before")};
}

}  // namespace pyhost::inline v0::detail
