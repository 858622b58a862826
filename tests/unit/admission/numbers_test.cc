// Numbers of a pod are never written by us: JSON's have no one form, and a reader that keeps them
// as doubles writes others.

#include <gtest/gtest.h>

#include "admission/review.h"
#include "decision/decide.h"
#include "policyfile/load.h"
#include "support/world.h"

namespace sparkgate::admission {
namespace {

using nlohmann::json;

/// Puts a member "n" into every object at or below `value`, which has a number of this form.
void sow(json& value) {
  for (json& child : value) {
    if (child.is_structured()) sow(child);
  }
  if (value.is_object()) value["n"] = "NUMBER";
}

std::string with_number(const std::string& text, const std::string& number) {
  std::string out;
  std::size_t done = 0;
  for (std::size_t at; (at = text.find("\"NUMBER\"", done)) != std::string::npos; done = at + 8) {
    out += text.substr(done, at - done) + number;
  }
  return out + text.substr(done);
}

/// The patch for a pod whose every object has a number, under policies that merge everything.
std::string patch_for(const std::string& recording, const std::string& number) {
  const Result<policyfile::Loaded> loaded =
      policyfile::load_path(SPARKGATE_SOURCE_DIR "/tests/cases/everything-merges/policies");
  sparkgate::Review review(recording);
  sow(review.pod());
  std::string text = with_number(review.json().dump(), number);
  const std::size_t size = text.size();
  text.append(kPadding, ' ');
  ReviewReader reader;
  const Result<Review> read = reader.read({text.data(), size});
  if (!read) return read.error().message;
  decision::Verdict verdict;
  decision::mutate(*loaded->policies, read->request, verdict);
  return std::string(verdict.patch.json());
}

TEST(Numbers, AreNotRewritten) {
  for (const std::string recording :
       {"spark-submit-4.1.4-driver-template", "spark-submit-4.1.4-executor-template",
        "spark-operator-2.5.2-driver", "client-mode-4.1.4-executor-ownerless"}) {
    for (const std::string number : {"1.10e1", "-0", "9007199254740993", "18446744073709551615"}) {
      const std::string patch = patch_for(recording, number);
      EXPECT_NE(patch.find("\"op\":\"add\""), std::string::npos) << patch;
      EXPECT_EQ(patch.find("\"n\":"), std::string::npos) << recording << " " << patch;
    }
  }
}

TEST(Numbers, ThatNobodyCanKeepAreRefused) {
  for (const std::string number : {"18446744073709551616", "-9223372036854775809", "1e400"}) {
    EXPECT_EQ(patch_for("spark-submit-4.1.4-driver", number).substr(0, 9), "not JSON:") << number;
  }
}

}  // namespace
}  // namespace sparkgate::admission
