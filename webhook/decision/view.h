#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sparkgate::decision {

/// A read-only look at one JSON value of a request. Two words, cheap to copy; valid while the
/// parsed document lives. What is absent or null is a View too, to which every question answers
/// "nothing": code reads `pod["spec"]["priority"]` without asking at each step.
class View {
 public:
  View() = default;
  explicit View(simdjson::dom::element element) : element_(element), present_(!element.is_null()) {}

  bool present() const { return present_; }
  bool is_object() const { return present_ && element_.is_object(); }
  bool is_list() const { return present_ && element_.is_array(); }
  bool is_text() const { return present_ && element_.is_string(); }

  /// A member of an object.
  View operator[](std::string_view key) const {
    simdjson::dom::element found;
    if (!is_object() || element_[key].get(found) != simdjson::SUCCESS) return View();
    return View(found);
  }

  /// An item of a list.
  View at(std::size_t index) const {
    simdjson::dom::element found;
    if (!is_list() || element_.at(index).get(found) != simdjson::SUCCESS) return View();
    return View(found);
  }

  /// The string, or "" when it is none.
  std::string_view text() const {
    std::string_view value;
    if (present_ && element_.get(value) == simdjson::SUCCESS) return value;
    return {};
  }

  std::optional<std::int64_t> integer() const {
    std::int64_t value = 0;
    if (present_ && element_.get(value) == simdjson::SUCCESS) return value;
    return std::nullopt;
  }

  std::optional<bool> boolean() const {
    bool value = false;
    if (present_ && element_.get(value) == simdjson::SUCCESS) return value;
    return std::nullopt;
  }

  std::optional<double> number() const {
    double value = 0;
    if (present_ && element_.is_number() && element_.get(value) == simdjson::SUCCESS) return value;
    return std::nullopt;
  }

  /// Items of a list (none of anything else): `for (const View item : pod["tolerations"].items())`.
  class Items;
  Items items() const;

  /// Members of an object (none of anything else): `for (const auto [key, value] : x.members())`.
  class Members;
  Members members() const;

  /// How many items or members; 0 for anything else.
  std::size_t size() const {
    if (is_list()) return simdjson::dom::array(element_).size();
    if (is_object()) return simdjson::dom::object(element_).size();
    return 0;
  }

  /// The value as compact JSON text.
  std::string json() const { return present_ ? simdjson::minify(element_) : "null"; }

 private:
  simdjson::dom::element element_;
  bool present_ = false;
};

struct EndOfView {};

class View::Items {
 public:
  explicit Items(const View& view) {
    if (!view.is_list()) return;
    const simdjson::dom::array list(view.element_);
    at_ = list.begin();
    end_ = list.end();
    any_ = true;
  }

  struct Iterator {
    const Items* items;
    simdjson::dom::array::iterator at;
    View operator*() const { return View(*at); }
    Iterator& operator++() {
      ++at;
      return *this;
    }
    bool operator==(EndOfView) const { return !items->any_ || !(at != items->end_); }
  };

  Iterator begin() const { return {this, at_}; }
  static EndOfView end() { return {}; }

 private:
  simdjson::dom::array::iterator at_, end_;
  bool any_ = false;
};

class View::Members {
 public:
  explicit Members(const View& view) {
    if (!view.is_object()) return;
    const simdjson::dom::object object(view.element_);
    at_ = object.begin();
    end_ = object.end();
    any_ = true;
  }

  struct Iterator {
    const Members* members;
    simdjson::dom::object::iterator at;
    std::pair<std::string_view, View> operator*() const { return {at.key(), View(at.value())}; }
    Iterator& operator++() {
      ++at;
      return *this;
    }
    bool operator==(EndOfView) const { return !members->any_ || !(at != members->end_); }
  };

  Iterator begin() const { return {this, at_}; }
  static EndOfView end() { return {}; }

 private:
  simdjson::dom::object::iterator at_, end_;
  bool any_ = false;
};

inline View::Items View::items() const {
  return Items(*this);
}
inline View::Members View::members() const {
  return Members(*this);
}

}  // namespace sparkgate::decision
