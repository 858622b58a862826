#include "decision/rules/allowed_names.h"

#include <utility>

namespace sparkgate::decision {

Finding AllowedNames::finding(std::string path, std::string_view name) const {
  if (const Glob* glob = deny_.first_match(name))
    return denied(std::move(path), name, glob->text());
  std::string text = path + " \"" + std::string(name) + "\" is not " + allow_.text();
  return {std::move(path), std::string(name), allow_.text(), std::move(text)};
}

Finding denied(std::string path, std::string_view name, std::string_view glob) {
  const std::string pattern(glob), found(name);
  std::string text = path + " \"" + found + "\" is " + pattern + ", which is denied";
  return {std::move(path), found, "not " + pattern, std::move(text)};
}

}  // namespace sparkgate::decision
