#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace sparkgate::render {

/// What rendering tells besides pods. With a mistake there are no pods.
struct Account {
  std::vector<std::string> notes;     // what is approximate, each once
  std::vector<std::string> mistakes;  // what Spark or the operator would not take, each once

  void note(std::string text) {
    if (std::find(notes.begin(), notes.end(), text) == notes.end())
      notes.push_back(std::move(text));
  }
  void mistake(std::string text) { mistakes.push_back(std::move(text)); }
};

}  // namespace sparkgate::render
