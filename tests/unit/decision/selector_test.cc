#include "decision/selector.h"

#include <gtest/gtest.h>

#include "support/parsed.h"

namespace sparkgate::decision {
namespace {

using Operator = Requirement::Operator;

Selector one(Operator op, std::vector<std::string> values = {}) {
  return Selector{{{"tier", op, std::move(values)}}};
}

TEST(Selector, HasKubernetesMeaning) {
  const Parsed gold(R"({"tier":"gold"})"), none("{}");
  EXPECT_TRUE(one(Operator::in, {"gold", "silver"}).matches(gold.view()));
  EXPECT_FALSE(one(Operator::in, {"silver"}).matches(gold.view()));
  EXPECT_FALSE(one(Operator::in, {"gold"}).matches(none.view()));
  EXPECT_FALSE(one(Operator::not_in, {"gold"}).matches(gold.view()));
  EXPECT_TRUE(one(Operator::not_in, {"gold"}).matches(none.view()));  // an absent label, too
  EXPECT_TRUE(one(Operator::exists).matches(gold.view()));
  EXPECT_FALSE(one(Operator::exists).matches(none.view()));
  EXPECT_TRUE(one(Operator::does_not_exist).matches(none.view()));
  EXPECT_TRUE(Selector().matches(none.view()));
  EXPECT_TRUE(Selector().matches(View()));  // no labels at all
}

TEST(Selector, KnowsWhichCanBothMatch) {
  const auto overlap = [](const Selector& a, const Selector& b) {
    EXPECT_EQ(Selector::can_overlap(a, b), Selector::can_overlap(b, a));
    return Selector::can_overlap(a, b);
  };
  EXPECT_FALSE(overlap(one(Operator::in, {"gold"}), one(Operator::in, {"silver"})));
  EXPECT_TRUE(overlap(one(Operator::in, {"gold", "tin"}), one(Operator::in, {"tin"})));
  EXPECT_FALSE(overlap(one(Operator::in, {"gold"}), one(Operator::not_in, {"gold"})));
  EXPECT_TRUE(overlap(one(Operator::not_in, {"gold"}), one(Operator::not_in, {"tin"})));
  EXPECT_FALSE(overlap(one(Operator::exists), one(Operator::does_not_exist)));
  EXPECT_FALSE(overlap(one(Operator::in, {"gold"}), one(Operator::does_not_exist)));
  EXPECT_TRUE(overlap(one(Operator::exists), one(Operator::not_in, {"gold"})));
  EXPECT_TRUE(overlap(Selector(), one(Operator::in, {"gold"})));
  Selector all = one(Operator::in, {"gold", "tin"});  // together only: neither gold nor tin is left
  all.requirements.push_back(one(Operator::not_in, {"gold"}).requirements.front());
  EXPECT_FALSE(overlap(all, one(Operator::not_in, {"tin"})));
  EXPECT_TRUE(overlap(all, one(Operator::not_in, {"gold"})));
}

TEST(Labels, KeysAndValuesAreThoseOfKubernetes) {
  EXPECT_EQ(label_key_mistake("sparkgate.dev/role"), "");
  EXPECT_EQ(label_key_mistake("a_b.c-D"), "");
  EXPECT_NE(label_key_mistake(""), "");
  EXPECT_NE(label_key_mistake("a/b/c"), "");
  EXPECT_NE(label_key_mistake("-a"), "");
  EXPECT_NE(label_key_mistake("Corp.com/a"), "");
  EXPECT_NE(label_key_mistake("corp..com/a"), "");
  EXPECT_NE(label_key_mistake("corp.-com/a"), "");
  EXPECT_NE(label_key_mistake(std::string(64, 'a')), "");
  EXPECT_EQ(label_value_mistake(""), "");
  EXPECT_EQ(label_value_mistake("cc-42"), "");
  EXPECT_NE(label_value_mistake("a b"), "");
  EXPECT_NE(label_value_mistake("a/b"), "");
}

TEST(Selector, TellsTheFirstRequirementThatFails) {
  const Parsed labels(R"({"a":"1","tier":"gold"})");
  const Selector both{{{"a", Operator::exists, {}}, {"tier", Operator::in, {"tin"}}}};
  EXPECT_EQ(both.first_failed(labels.view()), &both.requirements[1]);
  EXPECT_EQ(both.first_failed(View()), &both.requirements[0]);
  EXPECT_EQ(one(Operator::exists).first_failed(labels.view()), nullptr);
}

TEST(DnsSubdomain, IsWhatKubernetesTakesForANameOfAnObject) {
  for (const char* name : {"a", "0", "spark-pi-driver", "a.b", "a-1.b-2.c", "1.2.3"}) {
    EXPECT_TRUE(is_dns_subdomain(name)) << name;
  }
  for (const char* name : {"", ".", "A", "a.", ".a", "a..b", "-a", "a-", "a.-b", "a-.b", "a_b",
                           "a/b", "a b", "\xc3\xa4"}) {
    EXPECT_FALSE(is_dns_subdomain(name)) << name;
  }
  EXPECT_TRUE(is_dns_subdomain(std::string(253, 'a')));
  EXPECT_FALSE(is_dns_subdomain(std::string(254, 'a')));
}

}  // namespace
}  // namespace sparkgate::decision
