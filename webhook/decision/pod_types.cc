#include "decision/pod_types.h"

#include <cstdlib>
#include <map>
#include <utility>

namespace sparkgate::decision {
namespace {

/// Reads kPodTypeTable. A table that cannot be read is a bug of ours and ends the process at its
/// first use, which every test makes.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::map<std::string_view, PodType> read() {
    PodType* current = nullptr;
    for (std::string_view line = next_line(); !done_; line = next_line()) {
      if (line.empty() || line.front() == '#') continue;
      if (line.front() != ' ') {
        const std::string_view name = cut(line, ' ');
        current = &types_[name];
        current->name = name;
      }
      if (!current) std::abort();  // fields of no type
      while (!line.empty()) {
        const std::string_view word = cut(line, ' ');
        if (!word.empty()) current->fields.push_back(field(word));
      }
    }
    return std::move(types_);
  }

 private:
  std::string_view next_line() {
    done_ = rest_.empty();
    return cut(rest_, '\n');
  }

  /// Takes what stands before the first `end` (or all) off the front of `text`.
  static std::string_view cut(std::string_view& text, char end) {
    const std::size_t at = text.find(end);
    const std::string_view head = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return head;
  }

  PodField field(std::string_view word) {
    PodField result;
    if (word.front() == '^') {
      result.alternative = true;
      word.remove_prefix(1);
    }
    const std::string_view name = cut(word, ':');
    std::string_view kind = cut(word, word.find(']') == std::string_view::npos ? '=' : '\n');
    shape(kind, result);
    result.name = name;
    result.fallback = word;
    return result;
  }

  void shape(std::string_view kind, PodField& field) {
    if (kind.front() == '{' || kind.front() == '[') return collection(kind, field);
    if (kind.back() == '?') {
      field.pointer = true;
      kind.remove_suffix(1);
    }
    if (kind.back() == '!') {
      field.unit = true;
      kind.remove_suffix(1);
    }
    static const std::map<std::string_view, Shape> kScalars = {
        {"string", Shape::string},     {"int", Shape::integer},          {"bool", Shape::boolean},
        {"quantity", Shape::quantity}, {"intstr", Shape::int_or_string}, {"time", Shape::time}};
    if (kind.ends_with(')')) {
      std::string_view choices = kind.substr(kind.find('(') + 1);
      choices.remove_suffix(1);
      while (!choices.empty()) field.choices.push_back(cut(choices, '|'));
      kind = "string";
    }
    if (const auto scalar = kScalars.find(kind); scalar != kScalars.end()) {
      field.shape = scalar->second;
      return;
    }
    field.shape = Shape::object;
    field.type = &types_[kind];  // filled in when its paragraph comes
  }

  void collection(std::string_view kind, PodField& field) {
    const bool map = kind.front() == '{';
    kind.remove_prefix(1);
    auto element = std::make_unique<PodField>();
    if (map) {
      field.shape = Shape::map;
      shape(cut(kind, '}'), *element);
      element->pointer = true;  // a map keeps what is empty: `node-role.kubernetes.io/x: ""`
    } else {
      field.shape = Shape::list;
      list_merge(cut(kind, ']'), field);
      shape(kind, *element);
    }
    field.element = std::move(element);
  }

  static void list_merge(std::string_view key, PodField& field) {
    if (key.empty()) return;
    if (key == "=") {
      field.merge = ListMerge::set;
    } else if (key == "&") {
      field.merge = ListMerge::all_terms;
    } else {
      field.merge = key.back() == '!' ? ListMerge::unit : ListMerge::keyed;
      if (key.back() == '!') key.remove_suffix(1);
      while (!key.empty()) field.keys.push_back(cut(key, '+'));
    }
  }

  std::string_view rest_;
  bool done_ = false;
  std::map<std::string_view, PodType> types_;  // nodes stay where they are: pointers into it hold
};

const std::map<std::string_view, PodType>& types() {
  static const std::map<std::string_view, PodType> kTypes = [] {
    auto read = Reader(kPodTypeTable).read();
    for (const auto& [name, type] : read) {
      if (type.fields.empty()) std::abort();  // named but never described
    }
    return read;
  }();
  return kTypes;
}

}  // namespace

const PodField* PodType::find(std::string_view field) const {
  for (const PodField& candidate : fields) {
    if (candidate.name == field) return &candidate;
  }
  return nullptr;
}

const PodType* pod_type(std::string_view name) {
  const auto found = types().find(name);
  return found == types().end() ? nullptr : &found->second;
}

const PodType& pod_template_type() {
  return *pod_type("PodTemplateSpec");
}

}  // namespace sparkgate::decision
