#include "decision/patch.h"

#include "base/json_text.h"

namespace sparkgate::decision {

void Patch::clear() {
  text_.clear();
  origins_.clear();
}

std::string_view Patch::json() const {
  return empty() ? "[]" : std::string_view(text_);
}

bool Patch::adds(std::string_view pointer) const {
  constexpr std::string_view kAdd = R"({"op":"add","path":")";
  std::string_view rest = text_;
  for (std::size_t at = rest.find(kAdd); at != std::string_view::npos; at = rest.find(kAdd)) {
    rest.remove_prefix(at + kAdd.size());
    if (rest.starts_with(pointer) && rest.substr(pointer.size()).starts_with(R"(",)")) return true;
  }
  return false;
}

void Patch::append(std::string_view op, std::string_view pointer, const Origin& origin) {
  if (empty()) {
    text_ += '[';
  } else {
    text_.back() = ',';  // was the closing bracket
  }
  text_ += R"({"op":")";
  text_ += op;
  text_ += R"(","path":)";
  append_json_string(text_, pointer);
  origins_.push_back(&origin);
}

void Patch::add(std::string_view pointer, std::string_view value, const Origin& origin) {
  append("add", pointer, origin);
  text_ += R"(,"value":)";
  text_ += value;
  text_ += "}]";
}

void Patch::replace(std::string_view pointer, std::string_view value, const Origin& origin) {
  append("replace", pointer, origin);
  text_ += R"(,"value":)";
  text_ += value;
  text_ += "}]";
}

void Patch::remove(std::string_view pointer, const Origin& origin) {
  append("remove", pointer, origin);
  text_ += "}]";
}

std::string patched(View pod, const Patch& patch) {
  const auto tree = nlohmann::json::parse(pod.json(), nullptr, false);
  return tree.patch(nlohmann::json::parse(patch.json(), nullptr, false)).dump();
}

void append_pointer_token(std::string& pointer, std::string_view token) {
  pointer += '/';
  for (const char c : token) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

}  // namespace sparkgate::decision
