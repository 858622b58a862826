#include "replay/read_lines.h"

#include <algorithm>
#include <string>

#include "replay/whole_document.h"

namespace sparkgate::replay {
namespace {

constexpr std::size_t kPiece = 256 * 1024;
constexpr std::string_view kBlanks = " \t\r\n";

bool is_blank(std::string_view text) {
  return text.find_first_not_of(kBlanks) == std::string_view::npos;
}

std::string over_limit(const char* what, std::size_t limit) {
  return std::string(what) + " is longer than " + std::to_string(limit >> 20) + " MiB";
}

/// Cuts what it is given into lines.
class Lines {
 public:
  Lines(const std::string& file, LineSink& sink) : at_{&file, 1, 0}, sink_(sink) {}

  /// Takes the lines that are complete out of `text` and leaves the rest in it.
  void take(std::string& text) {
    std::size_t begin = 0;
    for (std::size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
      line(std::string_view(text).substr(begin, end - begin));
      ++at_.line;
    }
    text.erase(0, begin);
    if (text.size() <= kLongestLine) return;
    if (!skipping_) sink_.problem(at_, over_limit("the line", kLongestLine));
    skipping_ = true;
    text.clear();
  }

  /// The last line, which has no end.
  void finish(std::string_view text) { line(text); }

  Position at() const { return at_; }

 private:
  void line(std::string_view text) {
    if (!skipping_ && text.size() > kLongestLine) {
      sink_.problem(at_, over_limit("the line", kLongestLine));
    } else if (!skipping_ && !is_blank(text)) {
      sink_.line(at_, text);
    }
    skipping_ = false;
  }

  Position at_;
  LineSink& sink_;
  bool skipping_ = false;  // the rest of a line that is too long
};

/// Appends a piece; how many bytes it had.
Result<std::size_t> read_piece(ByteSource& source, std::string& text) {
  const std::size_t before = text.size();
  text.resize(before + kPiece);
  const Result<std::size_t> n = source.read(text.data() + before, kPiece);
  text.resize(before + (n ? *n : 0));
  return n;
}

void read_whole(const std::string& file, ByteSource& source, std::string text, LineSink& sink) {
  for (;;) {
    const Result<std::size_t> n = read_piece(source, text);
    if (!n) return sink.problem({&file, 0, 0}, n.error().message);
    if (*n == 0) return take_document(file, text, sink);
    if (text.size() > kLargestDocument) {
      return sink.problem({&file, 0, 0}, over_limit("the document", kLargestDocument));
    }
  }
}

}  // namespace

void read_lines(const std::string& file, ByteSource& source, LineSink& sink) {
  std::string text;
  Lines lines(file, sink);
  bool first = true, any = false;
  for (;;) {
    const Result<std::size_t> n = read_piece(source, text);
    if (!n) {
      lines.take(text);  // a short file may be broken before it is told apart
      return sink.problem(lines.at(), n.error().message);
    }
    if (*n == 0) break;
    any = any || !is_blank(text);
    if (first && text.size() < kHeadOfDocument) continue;
    if (first && is_document(text)) return read_whole(file, source, std::move(text), sink);
    first = false;
    lines.take(text);
  }
  if (!any) return sink.problem({&file, 0, 0}, "is empty");
  if (first && is_document(text)) return take_document(file, text, sink);
  lines.take(text);
  lines.finish(text);
}

void read_file_lines(const std::string& file, LineSink& sink, Seen& seen) {
  Result<std::unique_ptr<ByteSource>> source = open_source(file, seen);
  if (!source) return sink.problem({&file, 0, 0}, source.error().message);
  read_lines(file, **source, sink);
}

}  // namespace sparkgate::replay
