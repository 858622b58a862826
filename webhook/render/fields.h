#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "render/account.h"

namespace sparkgate::render {

/// Fields of one object of a document. What is of another type than asked for is a mistake that
/// names its path, and counts as absent; so does null.
class Fields {
 public:
  /// Both must outlive the fields. `path`: where the object is, "spec.driver"; empty: the document.
  Fields(const nlohmann::json& object, std::string path, Account& account)
      : object_(&object), path_(std::move(path)), account_(&account) {}

  bool has(std::string_view key) const;
  std::string path_of(std::string_view key) const;

  /// "" when absent.
  std::string text(std::string_view key) const;
  /// A whole number, as text; "" when absent.
  std::string number(std::string_view key) const;
  bool is_true(std::string_view key) const;
  std::vector<std::string> texts(std::string_view key) const;
  std::vector<std::pair<std::string, std::string>> texts_by_name(std::string_view key) const;
  /// Empty object when absent.
  Fields object(std::string_view key) const;
  /// Objects of a list, each with its place in its path.
  std::vector<Fields> objects(std::string_view key) const;

  const nlohmann::json& value() const { return *object_; }

 private:
  const nlohmann::json* find(std::string_view key) const;
  void wrong(std::string_view key, std::string_view wanted) const;

  const nlohmann::json* object_;
  std::string path_;
  Account* account_;
};

}  // namespace sparkgate::render
