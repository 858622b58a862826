#include "policyfile/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <utility>

#include "policyfile/placeholder_hint.h"
#include "policyfile/scalar.h"

// yaml-cpp is a guest of this file: its events and exceptions end here.

namespace sparkgate::policyfile {
namespace {

Position position(const YAML::Mark& mark) {
  return mark.is_null() ? Position{} : Position{mark.line + 1, mark.column + 1};
}

/// Makes our trees of what yaml-cpp reads, counting values with aliases expanded. What is wrong is
/// kept until `finish`: text that is no YAML has one mistake, where it stops to be.
class Reader : public YAML::EventHandler {
 public:
  Reader(Source& source, std::size_t max_nodes) : source_(source), max_nodes_(max_nodes) {}

  /// The documents; tells the source what is wrong.
  std::vector<Node> finish() {
    for (const auto& [at, message] : mistakes_) source_.tell(Code::yaml, at, message);
    return std::move(documents_);
  }

  /// At a comma, yaml-cpp makes an empty document and takes nothing off the text: it would go on
  /// for ever.
  void OnDocumentStart(const YAML::Mark& mark) override {
    if (mark.pos == began_) throw YAML::ParserException(mark, "a document cannot begin with this");
    began_ = mark.pos;
    anchors_.clear();
  }
  void OnDocumentEnd() override {
    if (!root_.is_null()) documents_.push_back(std::move(root_));
    root_ = {};
  }

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node = begin(mark);
    node.empty = !is_written_null(mark);
    finish(std::move(node), anchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    Node node = begin(mark);
    if (!wants_key() || anchor != YAML::NullAnchor) node.scalar = scalar(tag, text, node.at);
    finish(std::move(node), anchor, text);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) {  // it is not closed yet
      refuse_once(position(mark), kTooDeep);
      add({}, std::nullopt);
    } else if (!ignored() && !wants_key() && !count(known->second.node, open_.size())) {
      add({}, std::nullopt);
    } else {
      add(ignored() ? Node{} : known->second.node, known->second.text);
    }
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, anchor, Node::Kind::list);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, anchor, Node::Kind::map);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  static constexpr const char* kTooDeep =
      "nested more than 64 deep (or an alias inside its own anchor)";

  /// A list or map that is being read.
  struct Open {
    Node node;
    YAML::anchor_t anchor;
    std::size_t before;  // values counted when it began
    bool ignored;        // part of a mistake that was told: nothing in it counts
    std::optional<Member> member = std::nullopt;  // of a map, when its key was read
    bool good_key = false;
    std::set<std::string> keys = {};
  };

  /// What an anchor names; `text` of a scalar, as it would be a key.
  struct Anchored {
    Node node;
    std::optional<std::string> text;
  };

  bool wants_key() const {
    return !open_.empty() && open_.back().node.is_map() && !open_.back().member;
  }

  bool ignored() const {
    return full_ || (!open_.empty() &&
                     (open_.back().ignored || (open_.back().member && !open_.back().good_key)));
  }

  Node begin(const YAML::Mark& mark) {
    Node node;
    node.at = position(mark);
    if (!ignored() && !wants_key()) fits(node.at, open_.size());
    return node;
  }

  /// One value more.
  bool fits(Position at, std::size_t depth) {
    if (++count_ > max_nodes_) {
      refuse_too_many(at, max_nodes_);
    } else if (depth > kMaxDepth) {
      refuse_once(at, kTooDeep);
    }
    return !full_;
  }

  /// What an alias stands for, as if it were written there. However large a file may be, aliases
  /// add kMaxNodes to it at most: a bomb is small.
  bool count(const Node& node, std::size_t depth) {
    if (++aliased_ > kMaxNodes) refuse_too_many(node.at, kMaxNodes);
    if (!fits(node.at, depth)) return false;
    return std::all_of(node.items.begin(), node.items.end(),
                       [&](const Node& item) { return count(item, depth + 1); }) &&
           std::all_of(node.members.begin(), node.members.end(),
                       [&](const Member& member) { return count(member.value, depth + 1); });
  }

  void open(const YAML::Mark& mark, YAML::anchor_t anchor, Node::Kind kind) {
    const std::size_t before = count_;
    const bool part_of_mistake = ignored() || wants_key();
    Node node = begin(mark);
    node.kind = kind;
    open_.push_back({std::move(node), anchor, before, part_of_mistake});
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    // Each anchor inside another is kept once more.
    anchored_ += done.anchor == YAML::NullAnchor ? 0 : count_ - done.before;
    if (anchored_ > kMaxNodes) refuse_too_many(done.node.at, kMaxNodes);
    finish(std::move(done.node), done.anchor);
  }

  void finish(Node node, YAML::anchor_t anchor,
              const std::optional<std::string>& text = std::nullopt) {
    if (anchor != YAML::NullAnchor && !full_) anchors_[anchor] = {node, text};
    add(std::move(node), text);
  }

  void add(Node node, const std::optional<std::string>& text) {
    if (open_.empty()) {
      root_ = std::move(node);
    } else if (open_.back().node.is_list()) {
      open_.back().node.items.push_back(std::move(node));
    } else if (!open_.back().member) {
      begin_member(open_.back(), node.at, text);
    } else {
      end_member(open_.back(), std::move(node));
    }
  }

  void begin_member(Open& map, Position at, const std::optional<std::string>& key) {
    map.member = Member{key.value_or(""), at, {}};
    map.good_key = false;
    if (map.ignored) return;
    if (!key) {
      mistake(at, "a key must be a string");
    } else if (*key == "<<") {
      mistake(at, "merge keys (<<) are not supported; write the fields out");
    } else if (!map.keys.insert(*key).second) {
      mistake(at, "duplicate key '" + *key + "'");
    } else {
      map.good_key = true;
    }
  }

  static void end_member(Open& map, Node value) {
    Member member = *std::exchange(map.member, std::nullopt);
    if (!map.good_key) return;
    // `key:` and nothing
    if (value.is_null() && value.at.line != member.at.line) value.at = member.at;
    member.value = std::move(value);
    map.node.members.push_back(std::move(member));
  }

  /// Whether the text says `null` there, in one of its spellings.
  bool is_written_null(const YAML::Mark& mark) const {
    const auto at = static_cast<std::size_t>(std::max(mark.pos, 0));
    constexpr std::string_view kBeginnings = "nN~";
    return at < source_.text().size() &&
           kBeginnings.find(source_.text()[at]) != std::string_view::npos;
  }

  nlohmann::json scalar(const std::string& tag, const std::string& text, Position at) {
    if (tag == "?" || tag.empty()) return plain_scalar(text);
    if (tag != "!" && tag != "tag:yaml.org,2002:str" && !ignored()) {
      mistake(at, "the tag " + tag + " is not supported");
    }
    return text;
  }

  void mistake(Position at, std::string message) {
    if (!full_) mistakes_.emplace_back(at, std::move(message));
  }
  void refuse_once(Position at, std::string message) {
    mistake(at, std::move(message));
    full_ = true;
  }
  void refuse_too_many(Position at, std::size_t most) {
    refuse_once(at, "more than " + std::to_string(most) + " values once aliases are expanded");
  }

  Source& source_;
  std::size_t max_nodes_;
  std::size_t count_ = 0;
  std::size_t aliased_ = 0, anchored_ = 0;
  bool full_ = false;  // no more is read
  int began_ = -1;     // the last document
  Node root_;
  std::vector<Open> open_;  // the innermost last
  std::map<YAML::anchor_t, Anchored> anchors_;
  std::vector<Node> documents_;
  std::vector<std::pair<Position, std::string>> mistakes_;
};

/// yaml-cpp writes "end of map not found"; a person wants to know where it stopped understanding.
std::string sentence(const std::string& message) {
  return message.empty() ? "this is not YAML" : "not valid YAML: " + message;
}

/// Whether a byte may follow the first one of a character: overlong forms, surrogates and what is
/// behind U+10FFFF are no UTF-8 (RFC 3629).
bool follows(unsigned char first, unsigned char second) {
  const unsigned char least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const unsigned char most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  return least <= second && second <= most;
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
      const auto next = static_cast<unsigned char>(text[i + k]);
      valid = k == 1 ? follows(c, next) : (next & 0xC0) == 0x80;
    }
    if (!valid) {
      source.tell(Code::yaml, at, c == 0 ? "a NUL byte" : "not UTF-8");
      return false;
    }
    i += more;
    at.column += static_cast<int>(more);
  }
  return true;
}

/// The text with an end marker: without one, yaml-cpp takes a string that is never closed (a file
/// written half) for closed at its end.
std::string closed(const std::string& text) {
  return text + (text.empty() || text.ends_with('\n') ? "" : "\n") + "...\n";
}

}  // namespace

std::vector<Node> parse_yaml(Source& source, std::size_t max_nodes) {
  if (!check_bytes(source)) return {};
  try {
    std::istringstream text(closed(source.text()));
    YAML::Parser parser(text);
    Reader reader(source, max_nodes);
    while (parser.HandleNextDocument(reader)) continue;
    return reader.finish();
  } catch (const YAML::Exception& error) {
    const std::string_view hint = placeholder_hint(source.text(), position(error.mark).line);
    source.tell(Code::yaml, position(error.mark), sentence(error.msg).append(hint));
  } catch (const std::exception& error) {
    source.tell(Code::yaml, {}, sentence(error.what()));
  }
  return {};
}

}  // namespace sparkgate::policyfile
