#pragma once

#include <string_view>

#include "decision/view.h"

namespace sparkgate {

/// A JSON text as the code under test sees it.
class ParsedJson {
 public:
  explicit ParsedJson(std::string_view text) : text_(text) {
    root_ = decision::View(parser_.parse(text_).value());
  }
  decision::View view() const { return root_; }

 private:
  simdjson::padded_string text_;
  simdjson::dom::parser parser_;
  decision::View root_;
};

}  // namespace sparkgate
