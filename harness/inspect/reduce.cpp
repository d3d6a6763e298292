#include "harness/inspect/reduce.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>

#include "core/message/mime.hpp"

namespace mass {
namespace {

// Lines with their ends; the last one may have none.
std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find("\r\n");
    const std::size_t length = end == std::string_view::npos ? text.size() : end + 2;
    lines.emplace_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  return std::accumulate(lines.begin(), lines.end(), std::string());
}

template <class T>
std::vector<T> chosen(const std::vector<T>& all, const std::vector<std::size_t>& indices) {
  std::vector<T> some;
  some.reserve(indices.size());
  for (const std::size_t index : indices) some.push_back(all[index]);
  return some;
}

Message with_fields(const Message& message, std::vector<Field> fields) {
  return Message::assemble(std::move(fields), message.separator(), message.body());
}

Message with_body(const Message& message, std::string body) {
  return Message::assemble({message.fields().begin(), message.fields().end()}, message.separator(),
                           Octets(std::move(body)));
}

class Reducer {
 public:
  Reducer(const Message& message, const Path& path, const Shows& shows, const ReduceLimits& limits)
      : shows_(shows), limits_(limits) {
    done_.message = message;
    done_.path = path;
  }

  Reduction run() {
    bool goes_on = true;
    while (goes_on && done_.is_complete) {
      goes_on = drop_steps();
      goes_on |= drop_fields();
      goes_on |= drop_parts();
      goes_on |= drop_lines();
      goes_on |= cut_fields();
      goes_on |= cut_lines();
    }
    return std::move(done_);
  }

 private:
  bool shows(const Message& message, const Path& path) {
    if (done_.tries >= limits_.tries || (limits_.is_late && limits_.is_late())) {
      done_.is_complete = false;
      return false;
    }
    ++done_.tries;
    if (limits_.on_try) limits_.on_try();
    return shows_(message, path);
  }

  // Takes a smaller message if it shows the same.
  bool take(const Message& smaller) {
    if (!shows(smaller, done_.path)) return false;
    done_.message = smaller;
    return true;
  }

  bool drop_steps() {
    const Path all = done_.path;
    const auto with = [&all](const std::vector<std::size_t>& rest) {
      Path path = all;
      path.steps = chosen(all.steps, rest);
      return path;
    };
    const auto rest = shrink(all.steps.size(), [&](const std::vector<std::size_t>& some) {
      return shows(done_.message, with(some));
    });
    done_.path = with(rest);
    return rest.size() < all.steps.size();
  }

  bool drop_fields() {
    const Message all = done_.message;
    const std::vector<Field> fields(all.fields().begin(), all.fields().end());
    const auto rest = shrink(fields.size(), [&](const std::vector<std::size_t>& some) {
      return shows(with_fields(all, chosen(fields, some)), done_.path);
    });
    done_.message = with_fields(all, chosen(fields, rest));
    return rest.size() < fields.size();
  }

  // Whole parts, the delimiter in front with them, the largest first.
  bool drop_parts() {
    bool dropped = false;
    std::size_t skipped = 0;  // of the parts in order of size, those that must stay
    while (done_.is_complete) {
      std::vector<MimePart> parts = parse_mime(done_.message).parts;
      std::ranges::stable_sort(parts, std::greater(), [](const MimePart& part) {
        return part.parent < 0 ? 0 : part.body_end - part.header_begin + 1;
      });
      if (skipped >= parts.size() || parts[skipped].parent < 0) return dropped;
      if (take(without(parts[skipped]))) {
        dropped = true;
      } else {
        ++skipped;
      }
    }
    return dropped;
  }

  [[nodiscard]] Message without(const MimePart& part) const {
    const std::string_view body = done_.message.body().view();
    const std::string_view before = body.substr(0, part.header_begin);
    const std::size_t line_end = before.ends_with("\r\n") ? before.size() - 2 : before.size();
    const std::size_t line_before = before.substr(0, line_end).rfind("\r\n");
    std::string rest(before.substr(0, line_before == std::string_view::npos ? 0 : line_before + 2));
    std::string_view behind = body.substr(part.body_end);
    if (behind.starts_with("\r\n")) behind.remove_prefix(2);
    return with_body(done_.message, rest.append(behind));
  }

  bool drop_lines() {
    const Message all = done_.message;
    const std::vector<std::string> lines = split_lines(all.body().view());
    const auto rest = shrink(lines.size(), [&](const std::vector<std::size_t>& some) {
      return shows(with_body(all, joined(chosen(lines, some))), done_.path);
    });
    done_.message = with_body(all, joined(chosen(lines, rest)));
    return rest.size() < lines.size();
  }

  // Takes off the whole of a text, else half of it at either end, then a quarter, and so on, as
  // long as `takes` takes what remains.
  static bool cut(std::string text, const std::function<bool(const std::string& rest)>& takes) {
    bool did = false;
    for (std::size_t size = text.size(); size > 0; size /= 2) {
      while (size <= text.size()) {
        const std::size_t middle = whole_ends(text, text.size() - size);
        const std::string first = text.substr(0, middle);
        const std::string last = text.substr(whole_ends(text, size));
        if (takes(first)) {
          text = first;
        } else if (last.size() < text.size() && takes(last)) {
          text = last;
        } else {
          break;
        }
        did = true;
      }
    }
    return did;
  }

  // A line end that is cut in two would be read as another one.
  static std::size_t whole_ends(const std::string& text, std::size_t at) {
    const bool is_within = at > 0 && at < text.size() && text[at - 1] == '\r' && text[at] == '\n';
    return is_within ? at - 1 : at;
  }

  bool cut_fields() {
    bool did = false;
    for (std::size_t i = 0; i < done_.message.fields().size() && done_.is_complete; ++i) {
      const Field field = done_.message.fields()[i];
      const auto takes = [&](const std::string& rest) {
        std::vector<Field> fields(done_.message.fields().begin(), done_.message.fields().end());
        fields[i] = make_field(field.name(), rest);
        return take(with_fields(done_.message, std::move(fields)));
      };
      did |= cut(std::string(field.value()), takes);
    }
    return did;
  }

  bool cut_lines() {
    bool did = false;
    std::vector<std::string> lines = split_lines(done_.message.body().view());
    for (std::size_t i = 0; i < lines.size() && done_.is_complete; ++i) {
      const bool has_end = lines[i].ends_with("\r\n");
      const std::string end = has_end ? "\r\n" : "";
      const auto takes = [&](const std::string& rest) {
        std::vector<std::string> some = lines;
        some[i] = rest + end;
        if (!take(with_body(done_.message, joined(some)))) return false;
        lines = std::move(some);
        return true;
      };
      did |= cut(lines[i].substr(0, lines[i].size() - end.size()), takes);
    }
    return did;
  }

  const Shows& shows_;
  const ReduceLimits& limits_;
  Reduction done_;
};

}  // namespace

std::vector<std::size_t> shrink(
    std::size_t count, const std::function<bool(const std::vector<std::size_t>& rest)>& holds) {
  std::vector<std::size_t> rest(count);
  std::iota(rest.begin(), rest.end(), std::size_t{0});
  if (count == 0 || holds({})) return {};
  std::size_t size = std::max<std::size_t>(count / 2, 1);
  while (true) {
    bool shrank = false;
    for (std::size_t from = 0; from < rest.size();) {
      const std::size_t to = std::min(from + size, rest.size());
      std::vector<std::size_t> fewer(rest.begin(),
                                     rest.begin() + static_cast<std::ptrdiff_t>(from));
      fewer.insert(fewer.end(), rest.begin() + static_cast<std::ptrdiff_t>(to), rest.end());
      // Nothing at all was tried before.
      if (!fewer.empty() && holds(fewer)) {
        rest = std::move(fewer);
        shrank = true;
      } else {
        from = to;
      }
    }
    // Once more with single things: what had to stay may go now that others are gone.
    if (size == 1 && !shrank) return rest;
    size = std::max<std::size_t>(size / 2, 1);
  }
}

Reduction reduce(const Message& message, const Path& path, const Shows& shows,
                 const ReduceLimits& limits) {
  return Reducer(message, path, shows, limits).run();
}

}  // namespace mass
