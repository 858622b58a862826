#pragma once

#include <string>
#include <utility>

#include "decision/view.h"

namespace sparkgate {

/// A JSON text and a View of it, which lives as long as this.
class Parsed {
 public:
  explicit Parsed(std::string text) : text_(std::move(text)), root_(parser_.parse(text_)) {}
  Parsed(const Parsed&) = delete;
  Parsed& operator=(const Parsed&) = delete;

  decision::View view() const { return decision::View(root_); }

 private:
  std::string text_;
  simdjson::dom::parser parser_;
  simdjson::dom::element root_;
};

}  // namespace sparkgate
