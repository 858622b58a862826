#include "admission/review.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "support/world.h"

namespace sparkgate::admission {
namespace {

using decision::OperationKind;

/// Reads one text; keeps what the views need.
class Read {
 public:
  explicit Read(std::string text) : size_(text.size()), padded_(std::move(text)) {
    padded_.append(kPadding, ' ');
    result_ = reader_.read({padded_.data(), size_});
  }
  const Review& review() const { return result_.value(); }
  std::string mistake() const { return result_ ? "" : result_.error().message; }

 private:
  std::size_t size_;
  std::string padded_;
  ReviewReader reader_;
  Result<Review> result_ = Error{};
};

constexpr char kSmall[] =
    R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u-1",)"
    R"("kind":{"group":"","version":"v1","kind":"Pod"},"namespace":"n","operation":"CREATE",)"
    R"("userInfo":{"username":"jane","groups":["a","b"]},"object":{"metadata":{"name":"p"}}}})";

std::string small_with(const std::string& from, const std::string& to) {
  std::string text = kSmall;
  return text.replace(text.find(from), from.size(), to);
}

TEST(Review, IsReadAsKubeApiserverSendsIt) {
  const Read read(read_file(std::string(SPARKGATE_SOURCE_DIR) +
                                "/tests/recordings/spark-submit-3.5.9-driver.raw.json",
                            1U << 20)
                      .value());
  const Review& review = read.review();
  EXPECT_EQ(review.api_version, "admission.k8s.io/v1");
  EXPECT_TRUE(review.about_pod);
  EXPECT_EQ(review.request.operation, OperationKind::create);
  EXPECT_EQ(review.request.namespace_name, "spark-jobs");
  EXPECT_EQ(review.request.username, "jane@corp.example");
  EXPECT_EQ(review.request.groups.size(), 3U);
  EXPECT_FALSE(review.request.extra.present());
  EXPECT_FALSE(review.request.old_pod.present());
  EXPECT_FALSE(review.request.dry_run);
}

TEST(Review, KnowsItsParts) {
  const Read read(kSmall);
  EXPECT_EQ(read.review().uid, "u-1");
  EXPECT_EQ(read.review().request.name, "p");
  EXPECT_EQ(Read(small_with(R"("name":"p")", R"("generateName":"g-")")).review().request.name,
            "g-");
  EXPECT_EQ(Read(small_with("CREATE", "DELETE")).review().request.operation, OperationKind::other);
  EXPECT_EQ(Read(small_with("CREATE", "CONNECT")).review().request.operation, OperationKind::other);
  EXPECT_TRUE(
      Read(small_with(R"("operation")", R"("dryRun":true,"operation")")).review().request.dry_run);
  EXPECT_EQ(Read(small_with("k8s.io/v1\"", "k8s.io/v1beta1\"")).review().api_version,
            "admission.k8s.io/v1beta1");
}

TEST(Review, KnowsTheExtraOfItsCaller) {
  const Read read(small_with(R"("groups")", R"("extra":{"k/l":["m"]},"groups")"));
  EXPECT_EQ(read.review().request.extra["k/l"].at(0).text(), "m");
}

TEST(Review, OfSomethingElseIsNotAboutAPod) {
  EXPECT_FALSE(Read(small_with(R"("kind":"Pod")", R"("kind":"Binding")")).review().about_pod);
  EXPECT_FALSE(Read(small_with(R"("group":"")", R"("group":"example.com")")).review().about_pod);
}

TEST(Review, SaysWhyItIsNone) {
  EXPECT_EQ(Read("").mistake().substr(0, 9), "not JSON:");
  EXPECT_EQ(Read("{").mistake().substr(0, 9), "not JSON:");
  EXPECT_EQ(Read(std::string(kSmall) + "x").mistake().substr(0, 9), "not JSON:");
  EXPECT_EQ(Read(small_with("jane", "\xff")).mistake().substr(0, 9), "not JSON:");
  EXPECT_EQ(Read("[]").mistake(), "kind is not AdmissionReview");
  EXPECT_EQ(Read("{}").mistake(), "kind is not AdmissionReview");
  EXPECT_EQ(Read(small_with("AdmissionReview", "Pod")).mistake(), "kind is not AdmissionReview");
  EXPECT_EQ(Read(small_with("k8s.io/v1\"", "k8s.io/v2\"")).mistake(),
            "apiVersion is neither admission.k8s.io/v1 nor admission.k8s.io/v1beta1");
  EXPECT_EQ(Read(R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview"})").mistake(),
            "the AdmissionReview has no request");
  EXPECT_EQ(Read(small_with("u-1", "")).mistake(), "the request has no uid");
  EXPECT_EQ(Read(small_with(R"("uid":"u-1")", R"("uid":7)")).mistake(), "the request has no uid");
  EXPECT_EQ(Read(small_with(R"({"metadata":{"name":"p"}})", "null")).mistake(),
            "the request has no object");
}

TEST(Review, IsNotReadDeeperThanAnyPod) {
  const auto nested = [](std::size_t depth) {
    return small_with(R"({"metadata":{"name":"p"}})",
                      R"({"x":)" + std::string(depth, '[') + std::string(depth, ']') + "}");
  };
  EXPECT_EQ(Read(nested(200)).mistake(), "");
  EXPECT_EQ(Read(nested(300)).mistake().substr(0, 9), "not JSON:");
}

TEST(Review, HasNoMoreValuesThanAPodCanNeed) {
  const auto with_values = [](std::size_t count) {
    std::string list = "0";
    while (list.size() < 2 * count - 1) list += ",0";
    return small_with(R"({"metadata":{"name":"p"}})", R"({"x":[)" + list + "]}");
  };
  EXPECT_EQ(Read(with_values(499'900)).mistake(), "");
  EXPECT_EQ(Read(with_values(500'000)).mistake(), "it has more values than a pod can need");
}

TEST(Reader, GrowsForALargeReviewAndShrinksAgain) {
  const std::string large =
      small_with("\"p\"", "\"" + std::string(1U << 20, 'x') + "\"") + std::string(kPadding, ' ');
  ReviewReader reader;
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(reader.read({large.data(), large.size() - kPadding}).ok());
    reader.shrink();
  }
}

}  // namespace
}  // namespace sparkgate::admission
