#include "policyfile/yaml.h"

#include <gtest/gtest.h>

#include <string>

namespace sparkgate::policyfile {
namespace {

struct Parsed {
  std::vector<Node> documents;
  std::vector<std::string> mistakes;
};

Parsed parse(const std::string& text, std::size_t most = kMaxNodes) {
  std::vector<Issue> issues;
  Source source("a", text, issues);
  Parsed result{parse_yaml(source, most), {}};
  for (const Issue& issue : issues) {
    result.mistakes.push_back(std::to_string(issue.at.line) + ":" +
                              std::to_string(issue.at.column) + " " + issue.message);
  }
  return result;
}

using Lines = std::vector<std::string>;

TEST(Yaml, KeepsValuesAndPlaces) {
  const Parsed parsed = parse("a: 1\nb:\n- x\n- {c: \"1\"}\n");
  EXPECT_EQ(parsed.mistakes, Lines{});
  ASSERT_EQ(parsed.documents.size(), 1U);
  const Node& root = parsed.documents[0];
  EXPECT_EQ(to_json(root).dump(), R"({"a":1,"b":["x",{"c":"1"}]})");
  EXPECT_EQ(root.members[1].at.line, 2);
  const Node& c = root.find("b")->items[1].members[0].value;
  EXPECT_EQ(c.at.line, 4);
  EXPECT_EQ(c.at.column, 7);
}

TEST(Yaml, AnEmptyValueStandsWhereItsKeyDoes) {
  const Parsed parsed = parse("a:\n  b:\nc: 1\n");
  const Node& b = *parsed.documents[0].find("a")->find("b");
  EXPECT_TRUE(b.is_null());
  EXPECT_EQ(b.at.line, 2);
  EXPECT_EQ(b.at.column, 3);
}

TEST(Yaml, ReadsSeveralDocumentsAndJson) {
  EXPECT_EQ(parse("---\na: 1\n---\n---\nb: 2\n...\n").documents.size(), 2U);
  EXPECT_EQ(to_json(parse(R"({"a": [true, null]})").documents.at(0)).dump(),
            R"({"a":[true,null]})");
  EXPECT_EQ(parse("# nothing\n").documents.size(), 0U);
}

TEST(Yaml, EndsWhereADocumentCannotBegin) {
  EXPECT_EQ(parse(", a: 1\n").mistakes,
            Lines{"1:1 not valid YAML: a document cannot begin with this"});
  EXPECT_EQ(parse("a: 1\n---\n!!str ,\n").mistakes,
            Lines{"3:7 not valid YAML: a document cannot begin with this"});
}

TEST(Yaml, QuotesAndTagsMakeStrings) {
  EXPECT_EQ(to_json(parse("- \"1\"\n- 'yes'\n- !!str 2\n- |-\n  3\n").documents.at(0)).dump(),
            R"(["1","yes","2","3"])");
  EXPECT_EQ(parse("a: !!int 1\n").mistakes,
            Lines{"1:4 the tag tag:yaml.org,2002:int is not supported"});
}

TEST(Yaml, RefusesWhatWouldBeLostSilently) {
  EXPECT_EQ(parse("a: 1\nb: 2\na: 3\n").mistakes, Lines{"3:1 duplicate key 'a'"});
  EXPECT_EQ(parse("x: &x {a: 1}\ny:\n  <<: *x\n").mistakes,
            Lines{"3:3 merge keys (<<) are not supported; write the fields out"});
  EXPECT_EQ(parse("[a]: 1\n").mistakes, Lines{"1:1 a key must be a string"});
}

TEST(Yaml, SaysWhereItStopsBeingYaml) {
  EXPECT_EQ(parse("a: [1\nb: 2\n").mistakes.size(), 1U);
  EXPECT_EQ(parse("a: \"x\n").mistakes,
            Lines{"2:1 not valid YAML: illegal document indicator in scalar"});
  EXPECT_EQ(parse("a: 'x").mistakes.size(), 1U);
  EXPECT_EQ(parse("a:\tb: c\n").documents.size(), 0U);
}

TEST(Yaml, RefusesBytesThatAreNoText) {
  EXPECT_EQ(parse(std::string("a: x\nb: \0y\n", 11)).mistakes, Lines{"2:4 a NUL byte"});
  EXPECT_EQ(parse("a: \xff\n").mistakes, Lines{"1:4 not UTF-8"});
  EXPECT_EQ(parse("a: gr\xc3\xbc\xc3\x9f\xe4"
                  "e\n")
                .mistakes,
            Lines{"1:10 not UTF-8"});
  EXPECT_EQ(parse("a: grün\n").mistakes, Lines{});
  // Overlong forms, surrogates, and beyond U+10FFFF: first the last of them, then its neighbour.
  for (const char* bytes :
       {"\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80"}) {
    EXPECT_EQ(parse(std::string("a: ") + bytes + "\n").mistakes, Lines{"1:4 not UTF-8"});
  }
  for (const char* bytes : {"\xc2\x80", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                            "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbd"}) {
    EXPECT_EQ(parse(std::string("a: \"") + bytes + "\"\n").mistakes, Lines{});
  }
}

TEST(Yaml, AliasesAddLittleToALargeFile) {
  const std::string ten = "[*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]";
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
  std::string name = "a";
  for (char next = 'b'; next < 'j'; ++next) {
    std::string items = ten;
    std::replace(items.begin(), items.end(), 'a', name[0]);
    name = std::string(1, next);
    bomb += name + ": &" + name + " " + items + "\n";
  }
  EXPECT_EQ(parse(bomb, 100'000'000).mistakes,
            Lines{"1:12 more than 100000 values once aliases are expanded"});
}

TEST(Yaml, ExpandsAliasesWithinBounds) {
  EXPECT_EQ(to_json(parse("a: &x [1]\nb: *x\n").documents.at(0)).dump(), R"({"a":[1],"b":[1]})");
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 8; ++i) {
    const std::string n = std::to_string(i), before = "*a" + std::to_string(i - 1);
    bomb += "a" + n + ": &a" + n + " [" + before;
    for (int k = 0; k < 9; ++k) bomb += ", " + before;
    bomb += "]\n";
  }
  const Parsed parsed = parse(bomb);
  ASSERT_EQ(parsed.mistakes.size(), 1U);
  EXPECT_NE(parsed.mistakes[0].find("more than 100000 values once aliases are expanded"),
            std::string::npos);
}

TEST(Yaml, AKeyMayBeAnAliasAndHaveAnAnchor) {
  const Parsed parsed = parse("a: &x b\n*x : 1\n&y c: *y\n");
  EXPECT_EQ(parsed.mistakes, Lines{});
  EXPECT_EQ(to_json(parsed.documents.at(0)).dump(), R"({"a":"b","b":1,"c":"c"})");
  EXPECT_EQ(parse("a: &x [1]\n*x : 1\n").mistakes, Lines{"1:4 a key must be a string"});
}

TEST(Yaml, AnAnchorEndsWithItsDocument) {
  EXPECT_EQ(parse("a: &x 1\n---\nb: *x\n").mistakes.size(), 1U);
}

TEST(Yaml, WhatStandsBehindAMistakeIsNotTold) {
  const Parsed parsed =
      parse("a: 1\na: {b: 1, b: 2, c: !t x, [d]: 1}\n? {e: 1, e: 2}\n: !t x\nf: 2\n");
  EXPECT_EQ(parsed.mistakes, (Lines{"2:1 duplicate key 'a'", "3:3 a key must be a string"}));
  EXPECT_EQ(to_json(parsed.documents.at(0)).dump(), R"({"a":1,"f":2})");
}

TEST(Yaml, RefusesManyAnchorsInsideOneAnother) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "&a" + std::to_string(i) + " [";
  for (int i = 0; i < 2000; ++i) text += "x, ";
  const Parsed parsed = parse(text + std::string(60, ']'));
  ASSERT_EQ(parsed.mistakes.size(), 1U);
  EXPECT_NE(parsed.mistakes[0].find("more than 100000 values once aliases are expanded"),
            std::string::npos);
}

TEST(Yaml, RefusesDepthAndCycles) {
  const Parsed deep = parse(std::string(70, '[') + std::string(70, ']'));
  EXPECT_EQ(deep.mistakes,
            Lines{"1:66 nested more than 64 deep (or an alias inside its own anchor)"});
  EXPECT_EQ(parse("a: &a [*a]\n").mistakes,
            Lines{"1:8 nested more than 64 deep (or an alias inside its own anchor)"});
  EXPECT_EQ(parse(std::string(100000, '[')).mistakes.size(), 1U);
}

TEST(Yaml, WritesWhatItReads) {
  for (const char* text :
       {R"({"a":["1",1,true,null,1.5,"true","","x: y","- z","#c","multi\nline"]})",
        R"({"empty":{},"list":[],"nested":{"list":[{"k":"v"},[1,2]]}})", R"("0644")",
        R"({"yes":"no"})"}) {
    const auto value = nlohmann::json::parse(text);
    EXPECT_EQ(to_json(parse(to_yaml(value)).documents.at(0)), value) << to_yaml(value);
  }
}

}  // namespace
}  // namespace sparkgate::policyfile
