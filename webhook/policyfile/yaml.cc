#include "policyfile/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

#include "policyfile/scalar.h"

// yaml-cpp is a guest of this file: its nodes and exceptions end here.

namespace sparkgate::policyfile {
namespace {

Position position(const YAML::Mark& mark) {
  return mark.is_null() ? Position{} : Position{mark.line + 1, mark.column + 1};
}

/// Turns yaml-cpp's graph, in which aliases share nodes, into our tree, counting what it makes.
class Converter {
 public:
  Converter(Source& source, std::size_t max_nodes) : source_(source), max_nodes_(max_nodes) {}

  Node convert(const YAML::Node& node, std::size_t depth = 0) {
    Node result;
    result.at = position(node.Mark());
    if (++count_ > max_nodes_) {
      refuse_once(result.at,
                  "more than " + std::to_string(max_nodes_) + " values once aliases are expanded");
      return result;
    }
    if (depth > kMaxDepth) {
      refuse_once(result.at, "nested more than 64 deep (or an alias inside its own anchor)");
      return result;
    }
    switch (node.Type()) {
      case YAML::NodeType::Map:
        convert_map(node, result, depth);
        break;
      case YAML::NodeType::Sequence:
        convert_list(node, result, depth);
        break;
      case YAML::NodeType::Scalar:
        result.scalar = scalar(node);
        break;
      default:
        result.empty = !is_written_null(node.Mark());
        break;
    }
    return result;
  }

 private:
  /// Whether the text says `null` there, in one of its spellings.
  bool is_written_null(const YAML::Mark& mark) const {
    const auto at = static_cast<std::size_t>(std::max(mark.pos, 0));
    constexpr std::string_view kBeginnings = "nN~";
    return at < source_.text().size() &&
           kBeginnings.find(source_.text()[at]) != std::string_view::npos;
  }

  void convert_map(const YAML::Node& node, Node& result, std::size_t depth) {
    result.kind = Node::Kind::map;
    std::set<std::string> seen;
    for (const auto& pair : node) {
      if (full_) return;
      const Position at = position(pair.first.Mark());
      if (!pair.first.IsScalar()) {
        source_.error(at, "a key must be a string");
        continue;
      }
      std::string name = pair.first.Scalar();
      if (name == "<<") {
        source_.error(at, "merge keys (<<) are not supported; write the fields out");
      } else if (!seen.insert(name).second) {
        source_.error(at, "duplicate key '" + name + "'");
      } else {
        result.members.push_back({std::move(name), at, convert(pair.second, depth + 1)});
        Node& value = result.members.back().value;
        if (value.is_null() && value.at.line != at.line) value.at = at;  // `key:` and nothing
      }
    }
  }

  void convert_list(const YAML::Node& node, Node& result, std::size_t depth) {
    result.kind = Node::Kind::list;
    for (const YAML::Node& item : node) {
      if (full_) return;
      result.items.push_back(convert(item, depth + 1));
    }
  }

  nlohmann::json scalar(const YAML::Node& node) {
    const std::string& tag = node.Tag();
    if (tag == "?" || tag.empty()) return plain_scalar(node.Scalar());
    if (tag != "!" && tag != "tag:yaml.org,2002:str") {
      source_.error(position(node.Mark()), "the tag " + tag + " is not supported");
    }
    return node.Scalar();
  }

  void refuse_once(Position at, const std::string& message) {
    if (!std::exchange(full_, true)) source_.error(at, message);
  }

  Source& source_;
  std::size_t max_nodes_;
  std::size_t count_ = 0;
  bool full_ = false;
};

/// yaml-cpp writes "end of map not found"; a person wants to know where it stopped understanding.
std::string sentence(const std::string& message) {
  if (message.empty()) return "this is not YAML";
  return "not valid YAML: " + message;
}

/// Invalid UTF-8 and NUL would be carried along silently.
bool check_bytes(Source& source) {
  Position at;
  const std::string& text = source.text();
  for (std::size_t i = 0; i < text.size(); ++i, ++at.column) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '\n') at = {at.line + 1, 0};
    std::size_t more = c < 0x80 ? 0 : c < 0xC2 ? 9 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : c < 0xF5 ? 3 : 9;
    bool valid = more < 9 && c != 0 && i + more < text.size();
    for (std::size_t k = 1; valid && k <= more; ++k) {
      valid = (static_cast<unsigned char>(text[i + k]) & 0xC0) == 0x80;
    }
    if (!valid) {
      source.error(at, c == 0 ? "a NUL byte" : "not UTF-8");
      return false;
    }
    i += more;
    at.column += static_cast<int>(more);
  }
  return true;
}

/// Looks for a document that begins where the one before it did.
class Beginnings : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override {
    if (mark.pos == last_) throw YAML::ParserException(mark, "a document cannot begin with this");
    last_ = mark.pos;
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}

 private:
  int last_ = -1;
};

/// At a comma, yaml-cpp makes an empty document and takes nothing off the text: LoadAll would fill
/// the memory with them. Throws there.
void check_beginnings(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  Beginnings beginnings;
  while (parser.HandleNextDocument(beginnings)) continue;
}

/// The text with an end marker: without one, yaml-cpp takes a string that is never closed (a file
/// written half) for closed at its end.
std::string closed(const std::string& text) {
  return text + (text.empty() || text.ends_with('\n') ? "" : "\n") + "...\n";
}

}  // namespace

std::vector<Node> parse_yaml(Source& source, std::size_t max_nodes) {
  std::vector<Node> documents;
  if (!check_bytes(source)) return documents;
  try {
    const std::string text = closed(source.text());
    check_beginnings(text);
    Converter converter(source, max_nodes);
    for (const YAML::Node& document : YAML::LoadAll(text)) {
      if (!document.IsNull() && document.IsDefined())
        documents.push_back(converter.convert(document));
    }
  } catch (const YAML::Exception& error) {
    source.error(position(error.mark), sentence(error.msg));
  } catch (const std::exception& error) {
    source.error({}, sentence(error.what()));
  }
  return documents;
}

namespace {

void emit(YAML::Emitter& out, const nlohmann::json& value) {
  if (value.is_object()) {
    if (value.empty()) out << YAML::Flow;
    out << YAML::BeginMap;
    for (const auto& [key, member] : value.items()) {
      out << YAML::Key << key << YAML::Value;
      emit(out, member);
    }
    out << YAML::EndMap;
  } else if (value.is_array()) {
    if (value.empty()) out << YAML::Flow;
    out << YAML::BeginSeq;
    for (const nlohmann::json& item : value) emit(out, item);
    out << YAML::EndSeq;
  } else if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    const bool ambiguous = !plain_scalar(text).is_string();  // "1", "true", "": not without quotes
    if (ambiguous) out << YAML::DoubleQuoted;
    out << text;
  } else if (value.is_null()) {
    out << YAML::Null;
  } else {
    out << value.dump();
  }
}

}  // namespace

std::string to_yaml(const nlohmann::json& value) {
  YAML::Emitter out;
  emit(out, value);
  return std::string(out.c_str()) + "\n";
}

}  // namespace sparkgate::policyfile
