// SPDX-License-Identifier: MIT
// The streams that stand in the place of sys.stdout and sys.stderr while an output_sink lives.
#pragma once

#include <pyhost/expose/callable.hpp>
#include <pyhost/host/detail/output_channel.hpp>
#include <pyhost/module.hpp>
#include <pyhost/ref.hpp>

#include <memory>

namespace pyhost::inline v0::detail {

/// Sees `write`, `write_bytes`, `flush`, of C++, the stream `before` and the number of the `sink`; leaves `stream`.
inline constexpr const char* output_stream_source = R"(
import io
import threading  # now, since its object for the main thread keeps the stderr that it finds

class Bytes(io.BufferedIOBase):
    def writable(self):
        return True

class Lines(io.TextIOBase):
    encoding = 'utf-8'
    errors = 'backslashreplace'
    line_buffering = True
    mode = 'w'

    def writable(self):
        return True

    def reconfigure(self, **options):
        self.flush()

stream = Lines()
stream.write = write
stream.flush = flush
stream.buffer = Bytes()
stream.buffer.write = write_bytes
stream.buffer.flush = flush
stream._pyhost_sink = sink
stream._pyhost_before = before
for name in ('name', 'fileno'):
    if hasattr(before, name):
        setattr(stream, name, getattr(before, name))
)";

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
    /// `before`: the stream for what the sink may not have, since it is closed or prints this itself; None for nowhere.
    output_target(std::shared_ptr<output_channel> channel, output_stream stream, const object& before) PYHOST_NEEDS_GIL
        : channel_{std::move(channel)},
          stream_{stream},
          before_{before}
    {
    }

    Py_ssize_t write_text(const object& text) const PYHOST_NEEDS_GIL
    {
        if (!PyUnicode_Check(text.ptr())) throw type_error("write() argument must be str, not " + type_name_of(text));
        write(output_text(text));
        return PyUnicode_GetLength(text.ptr());
    }

    Py_ssize_t write_bytes(const object& data) const PYHOST_NEEDS_GIL
    {
        if (PyObject_CheckBuffer(data.ptr()) == 0) throw type_error("a bytes-like object is required, not '" + type_name_of(data) + "'");
        const object bytes = object::steal(checked(PyBytes_FromObject(data.ptr())));
        write({PyBytes_AS_STRING(bytes.ptr()), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes.ptr()))});
        return PyBytes_GET_SIZE(bytes.ptr());
    }

    void flush() const PYHOST_NEEDS_GIL
    {
        if (!channel_->is_inside()) return write_before(channel_->flush(stream_));
        if (const object before = before_.get(); !before.is_none()) before.attr("flush")();
    }

private:
    static std::string type_name_of(const object& o) PYHOST_NEEDS_GIL { return Py_TYPE(o.ptr())->tp_name; }

    void write(std::string_view text) const PYHOST_NEEDS_GIL
    {
        if (channel_->is_inside()) write_before(text);
        else write_before(channel_->write(stream_, text));
    }

    void write_before(const std::vector<output_line>& lines) const PYHOST_NEEDS_GIL
    {
        for (const output_line& line : lines) write_before(line.text + (line.ended ? "\n" : ""));
    }

    void write_before(std::string_view text) const PYHOST_NEEDS_GIL
    {
        const object before = before_.get();
        if (before.is_none()) return;
        before.attr("write")(
            object::steal(checked(PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "backslashreplace"))));
    }

    std::shared_ptr<output_channel> channel_;
    output_stream stream_;
    ref<> before_;
};

/// A number that tells the streams of one sink from others.
inline std::uintptr_t number_of(const output_channel& channel) noexcept { return reinterpret_cast<std::uintptr_t>(&channel); }

/// Puts a stream of lines in the place of sys.stdout or sys.stderr.
inline void replace_stream(const std::shared_ptr<output_channel>& channel, output_stream stream) PYHOST_NEEDS_GIL
{
    const char* name = output_names[static_cast<std::size_t>(stream)];
    PyObject* known = PySys_GetObject(name);
    const object before = object::borrow(known != nullptr ? known : Py_None);
    const output_target target{channel, stream, before};
    dict scope;
    scope["before"] = before;
    scope["sink"] = number_of(*channel);
    scope["write"] = expose([target](const object& text) PYHOST_NEEDS_GIL { return target.write_text(text); }, "write");
    scope["write_bytes"] = expose([target](const object& data) PYHOST_NEEDS_GIL { return target.write_bytes(data); }, "write");
    scope["flush"] = expose([target]() PYHOST_NEEDS_GIL { target.flush(); }, "flush");
    run_source(output_stream_source, "<pyhost output>", Py_file_input, scope);
    checked(PySys_SetObject(name, object{scope["stream"]}.ptr()));
}

/// Takes the stream of a sink out of sys again, unless other code has put its own there.
inline void put_back(const output_channel& channel, output_stream stream) PYHOST_NEEDS_GIL
{
    const char* name = output_names[static_cast<std::size_t>(stream)];
    PyObject* present = PySys_GetObject(name);
    if (present == nullptr) return;
    const object mine = object::borrow(present);
    if (!mine.has_attr("_pyhost_sink")) return;
    const result<std::uintptr_t> sink = try_cast<std::uintptr_t>(mine.attr("_pyhost_sink"));
    if (!sink || sink.value() != number_of(channel)) return;
    checked(PySys_SetObject(name, object{mine.attr("_pyhost_before")}.ptr()));
}

}  // namespace pyhost::inline v0::detail
