#include "policytest/rows.h"

#include <set>
#include <string_view>
#include <utility>

#include "decision/message.h"
#include "policyfile/read_values.h"
#include "policyfile/suggest.h"
#include "policyfile/test_format.h"

namespace sparkgate::policytest {
namespace {

using policyfile::Member;
using policyfile::Node;
using policyfile::Position;
using policyfile::Source;

constexpr std::size_t kMaxLabel = 60;       // bytes of a row's values in a test's name
constexpr std::size_t kBytesOfAValue = 64;  // a longer string counts as several values
constexpr std::string_view kNameColumn = "name";

/// The first `${…}` at or behind `from`: where it begins, and the column in it.
struct Placeholder {
  std::size_t begin = std::string_view::npos, end = 0;
  std::string_view column;

  Placeholder(std::string_view text, std::size_t from) {
    const std::size_t open = text.find("${", from);
    const std::size_t close = text.find('}', open == std::string_view::npos ? text.size() : open);
    if (close == std::string_view::npos) return;
    begin = open;
    end = close + 1;
    column = text.substr(open + 2, close - open - 2);
  }
  bool found() const { return begin != std::string_view::npos; }
};

std::string text_of(const Node& value) {
  return value.is_text() ? value.text() : to_json(value).dump();
}

/// Fills one row into copies of nodes.
class Filler {
 public:
  Filler(const Node& row, std::size_t& budget, Source& source)
      : row_(row), budget_(budget), source_(source) {}

  Node filled(const Node& node) {
    Node copy;
    copy.kind = node.kind;
    copy.at = node.at;
    copy.empty = node.empty;
    if (!pay(1)) return copy;
    if (node.is_text()) return string(node);
    copy.scalar = node.scalar;
    for (const Node& item : node.items) copy.items.push_back(filled(item));
    for (const Member& member : node.members) {
      copy.members.push_back({in_text(member.name, member.at), member.at, filled(member.value)});
    }
    return copy;
  }

  const std::set<std::string, std::less<>>& used() const { return used_; }
  bool sound() const { return sound_; }

 private:
  bool pay(std::size_t values) {
    const bool enough = values <= budget_;
    budget_ -= enough ? values : budget_;
    sound_ = sound_ && enough;
    return enough;
  }

  /// What a string is with the row filled in: a value of any kind where it is one placeholder.
  Node string(const Node& node) {
    const std::string text = node.text();
    const Placeholder whole(text, 0);
    if (whole.begin == 0 && whole.end == text.size()) {
      const Node* value = column(whole.column, node.at);
      return value ? copied(*value) : node;
    }
    Node copy = node;
    copy.scalar = in_text(text, node.at);
    return copy;
  }

  /// A row's value, which is taken as it is.
  Node copied(const Node& value) {
    if (!pay(1 + (value.is_text() ? value.text().size() / kBytesOfAValue : 0))) return {};
    Node copy = value;
    copy.items.clear();
    copy.members.clear();
    for (const Node& item : value.items) copy.items.push_back(copied(item));
    for (const Member& member : value.members) {
      copy.members.push_back({member.name, member.at, copied(member.value)});
    }
    return copy;
  }

  std::string in_text(const std::string& text, Position at) {
    std::string result;
    std::size_t done = 0;
    for (Placeholder next(text, 0); next.found(); next = Placeholder(text, next.end)) {
      const Node* value = column(next.column, at);
      const std::string piece = value ? inside(*value, next.column, at) : std::string();
      if (!pay(1 + piece.size() / kBytesOfAValue)) return {};
      result.append(text, done, next.begin - done).append(piece);
      done = next.end;
    }
    return result.append(text, done);
  }

  std::string inside(const Node& value, std::string_view column, Position at) {
    if (value.kind == Node::Kind::scalar) return text_of(value);
    mistake(at, "'" + std::string(column) + "' is " + describe(value) + " in line " +
                    std::to_string(value.at.line) + ", which cannot be a part of a string");
    return {};
  }

  const Node* column(std::string_view name, Position at) {
    used_.insert(std::string(name));
    if (const Node* value = row_.find(name)) return value;
    std::vector<std::string_view> known;
    for (const Member& member : row_.members) known.push_back(member.name);
    mistake(at, "the row in line " + std::to_string(row_.at.line) + " has no column '" +
                    std::string(name) + "'" + policyfile::did_you_mean(name, known));
    return nullptr;
  }

  void mistake(Position at, const std::string& message) {
    source_.tell(policyfile::Code::test_table, at, message);
    sound_ = false;
  }

  const Node& row_;
  std::size_t& budget_;
  Source& source_;
  std::set<std::string, std::less<>> used_;
  bool sound_ = true;
};

/// Whether a row's value speaks of a column: of itself, or of one that may speak of it.
bool speaks_of_column(const Node& value, const Node& row) {
  if (value.is_text()) {
    const std::string text = value.text();
    for (Placeholder next(text, 0); next.found(); next = Placeholder(text, next.end)) {
      if (row.find(next.column)) return true;
    }
  }
  for (const Node& item : value.items) {
    if (speaks_of_column(item, row)) return true;
  }
  for (const Member& member : value.members) {
    if (speaks_of_column(member.value, row)) return true;
  }
  return false;
}

bool check_rows(const Node& rows, Source& source) {
  check_shape(rows, policyfile::kTestRows, "each", source);
  bool sound = !rows.items.empty();
  for (const Node& row : rows.items) {
    sound = sound && !row.members.empty();
    for (const Member& member : row.members) {
      if (!speaks_of_column(member.value, row)) continue;
      source.tell(policyfile::Code::test_table, member.value.at,
                  "a row's value is taken as it is: it cannot name a column");
      sound = false;
    }
  }
  return sound;
}

/// A row's name goes into lines, and to terminals.
std::string printable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return text;
}

std::string label_of(const Node& row) {
  if (const Node* name = row.find(kNameColumn)) {
    if (name->kind == Node::Kind::scalar) return printable(text_of(*name));
  }
  std::string label;
  for (const Member& member : row.members) {
    label += (label.empty() ? "" : ", ");
    label += text_of(member.value);
  }
  return decision::shortened(printable(std::move(label)), kMaxLabel);
}

Node without_rows(const Node& test) {
  Node copy = test;
  std::erase_if(copy.members, [](const Member& member) { return member.name == "each"; });
  return copy;
}

bool names_itself(const Node& test) {
  return Placeholder(policyfile::text(test.find("name")), 0).found();
}

}  // namespace

std::vector<FilledIn> fill_in(const Node& test, std::size_t& budget, Source& source) {
  const Node* rows = test.find("each");
  if (!rows) return {{test, ""}};
  if (!check_rows(*rows, source)) return {};
  const Node bare = without_rows(test);
  std::vector<FilledIn> result;
  std::set<std::string, std::less<>> used{std::string(kNameColumn)};
  for (const Node& row : rows->items) {
    Filler filler(row, budget, source);
    Node filled = filler.filled(bare);
    if (budget == 0) {
      source.tell(
          policyfile::Code::test_table, rows->at,
          "the tables of this document make more than " + std::to_string(kMaxValues) + " values");
      return {};
    }
    if (!filler.sound()) return {};  // other rows would say the same
    used.insert(filler.used().begin(), filler.used().end());
    result.push_back({std::move(filled), names_itself(test) ? "" : label_of(row)});
  }
  bool all_used = true;
  for (const Node& row : rows->items) {
    for (const Member& member : row.members) {
      if (!used.insert(member.name).second) continue;
      source.tell(policyfile::Code::test_table, member.at,
                  "no ${" + member.name + "} in this test uses this column");
      all_used = false;
    }
  }
  return all_used ? std::move(result) : std::vector<FilledIn>();
}

}  // namespace sparkgate::policytest
