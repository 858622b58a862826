#include "cli/certs_command.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "certs/base64.h"
#include "certs/describe.h"
#include "fixtures.h"
#include "support/temporary_folder.h"

namespace sparkgate::cli {
namespace {

using certs::Description;
using certs::utc_text;

struct Outcome {
  int code = -1;
  std::string out;
  std::string err;
};

/// The command as its program would run it; a CLI::ParseError goes to the test.
Outcome run_command(std::vector<std::string> words) {
  CLI::App app;
  std::function<int()> run;
  add_certs(app, run);
  std::reverse(words.begin(), words.end());  // as CLI11 wants them
  app.parse(words);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Outcome outcome;
  outcome.code = run();
  outcome.out = testing::internal::GetCapturedStdout();
  outcome.err = testing::internal::GetCapturedStderr();
  return outcome;
}

struct Folder {
  TemporaryFolder folder;
  std::string path = folder.path();

  Outcome init(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"certs",       "init",  "--service", "web",
                                      "--namespace", "spark", "--out",     path};
    words.insert(words.end(), more.begin(), more.end());
    return run_command(words);
  }
  Outcome show(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"certs", "show", path};
    words.insert(words.end(), more.begin(), more.end());
    return run_command(words);
  }
  std::string text(const std::string& name) const {
    return read_file(path + '/' + name, 65536).value();
  }
  Description described(const std::string& name) const {
    return certs::describe(certs::first_of(text(name))).value();
  }
};

TEST(CertsInit, SaysWhatItMadeAndWhatIsNext) {
  const Folder f;
  const Outcome outcome = f.init({"--dns", "localhost", "--ip", "127.0.0.1", "--ip", "::1"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(
      outcome.out,
      "Made in " + f.path + ":\n" +
          "  ca.crt         the CA that kube-apiserver is to trust, until " +
          utc_text(f.described("ca.crt").not_after) +
          "\n  ca.key         its key, to issue the next certificate: keep it off the cluster\n"
          "  tls.crt        the server's certificate, until " +
          utc_text(f.described("tls.crt").not_after) +
          ",\n                 for web, web.spark, web.spark.svc, localhost, 127.0.0.1, ::1\n"
          "  tls.key        its key\n"
          "  ca-bundle.txt  ca.crt in base64: the caBundle of the webhook configurations\n"
          "Next:\n"
          "  with these files in manifests/tls:  kubectl apply -k manifests/\n"
          "  by hand:  tls.crt and tls.key go to the server (--tls-cert, --tls-key), the line "
          "in\n  ca-bundle.txt to clientConfig.caBundle of every webhook in both "
          "configurations.\n");
  EXPECT_EQ(f.text("ca-bundle.txt"), certs::encode_base64(f.text("ca.crt")) + '\n');
}

TEST(CertsInit, LivesAsLongAsAskedFor) {
  const Folder f;
  ASSERT_EQ(f.init().code, 0);
  const auto life = [&](const char* name) {
    return f.described(name).not_after - f.described(name).not_before - certs::kBackdated;
  };
  EXPECT_EQ(life("ca.crt"), certs::days(3650));
  EXPECT_EQ(life("tls.crt"), certs::days(365));
  ASSERT_EQ(f.init({"--force", "--days", "90", "--ca-days", "100"}).code, 0);
  EXPECT_EQ(life("ca.crt"), certs::days(100));
  EXPECT_EQ(life("tls.crt"), certs::days(90));
}

TEST(CertsInit, NeverReplacesUnasked) {
  const Folder f;
  ASSERT_EQ(f.init().code, 0);
  const std::string before = f.text("ca.crt");
  const Outcome again = f.init();
  EXPECT_EQ(again.code, 2);
  EXPECT_EQ(again.out, "");
  EXPECT_EQ(again.err,
            "sparkgate certs: " + f.path +
                " already has ca.crt, ca.key, tls.crt, tls.key, ca-bundle.txt; nothing was "
                "written. --force replaces what is there, and then caBundle must be set anew\n");
  EXPECT_EQ(f.text("ca.crt"), before);
  EXPECT_EQ(f.init({"--force"}).code, 0);
  EXPECT_NE(f.text("ca.crt"), before);
  EXPECT_EQ(f.show().code, 0);
}

TEST(CertsInit, WritesNothingWhenANameIsWrong) {
  const Folder f;
  const Outcome outcome = f.init({"--ip", "localhost"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err, "sparkgate certs: \"localhost\" is not an IP address\n");
  EXPECT_EQ(list_files(f.path).value(), std::vector<std::string>{});
}

TEST(CertsInit, RefusesBadUsage) {
  const Folder f;
  EXPECT_THROW(run_command({"certs"}), CLI::ParseError);
  EXPECT_THROW(run_command({"certs", "init", "--service", "web"}), CLI::ParseError);
  EXPECT_THROW(f.init({"--days", "0"}), CLI::ParseError);
  EXPECT_THROW(f.init({"--dns", "a", "b"}), CLI::ParseError);
  EXPECT_THROW(f.show({"-o", "yaml"}), CLI::ParseError);
  EXPECT_EQ(f.show({"--service", "web"}).err,
            "sparkgate certs: --service and --namespace belong together\n");
  EXPECT_EQ(f.show({"--kubeconfig", "file"}).code, 2);
}

TEST(CertsShow, SaysWhatAPersonWants) {
  const Folder f;
  ASSERT_EQ(f.init().code, 0);
  const Outcome outcome = f.show({"--service", "web", "--namespace", "spark"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "");
  const auto dates = [](const Description& d) {
    return utc_text(d.not_before) + " to " + utc_text(d.not_after) + ", days left: ";
  };
  const Description ca = f.described("ca.crt");
  const Description leaf = f.described("tls.crt");
  const std::string expected = f.path + "/ca.crt (ca)\n  subject  " + ca.subject + "\n  issuer   " +
                               ca.subject + "\n  valid    " + dates(ca);
  ASSERT_EQ(outcome.out.substr(0, expected.size()), expected);
  const std::string rest = outcome.out.substr(outcome.out.find(f.path + "/tls.crt"));
  const bool second_gone = rest.find("days left: 364") != std::string::npos;
  EXPECT_EQ(rest, f.path + "/tls.crt (server)\n  subject  O = sparkgate, CN = web\n  issuer   " +
                      ca.subject + "\n  names    web, web.spark, web.spark.svc\n  valid    " +
                      dates(leaf) + (second_gone ? "364" : "365") + "\n  serial   " + leaf.serial +
                      "\n  sha256   " + leaf.sha256 +
                      "\n  key      fits\n  chain    leads to the CA\n  service  web.spark.svc is "
                      "named\nno findings\n");
}

TEST(CertsShow, EndsWithItsFindings) {
  const Folder f;
  ASSERT_EQ(f.init({"--days", "10"}).code, 0);
  ASSERT_TRUE(write_file(f.path + "/tls.key", f.text("ca.key"), 0600).ok());
  const Outcome outcome = f.show({"--service", "web", "--namespace", "other"});
  EXPECT_EQ(outcome.code, 1);
  const std::string crt = f.path + "/tls.crt";
  const bool second_gone = outcome.out.find("days left: 9") != std::string::npos;
  EXPECT_EQ(outcome.out.substr(outcome.out.find("  key      DOES")),
            "  key      DOES NOT FIT\n  chain    leads to the CA\n"
            "  service  web.other.svc IS NOT NAMED\n"
            "finding: " +
                crt + " expires on " + utc_text(f.described("tls.crt").not_after) +
                ", days left: " + (second_gone ? "9" : "10") + "\nfinding: the key in " + f.path +
                "/tls.key does not belong to " + crt + "\nfinding: " + crt +
                " does not name web.other.svc; kube-apiserver refuses it\n");
}

TEST(CertsShow, SpeaksJsonOnOneLine) {
  const Folder f;
  ASSERT_EQ(f.init({"--ip", "127.0.0.1"}).code, 0);
  const Outcome outcome = run_command({"certs", "show", f.path + "/tls.crt", "-o", "json"});
  EXPECT_EQ(outcome.code, 0);
  const Description leaf = f.described("tls.crt");
  const auto shown = nlohmann::ordered_json::parse(outcome.out);
  const auto days = shown["certificates"][0]["daysLeft"].get<int>();
  EXPECT_TRUE(days == 364 || days == 365) << days;
  const nlohmann::ordered_json expected = {
      {"certificates",
       {{{"file", f.path + "/tls.crt"},
         {"role", "server"},
         {"subject", "O = sparkgate, CN = web"},
         {"issuer", leaf.issuer},
         {"serial", leaf.serial},
         {"dnsNames", {"web", "web.spark", "web.spark.svc"}},
         {"ipAddresses", nlohmann::ordered_json::array({"127.0.0.1"})},
         {"notBefore", utc_text(leaf.not_before)},
         {"notAfter", utc_text(leaf.not_after)},
         {"daysLeft", days},
         {"sha256", leaf.sha256},
         {"keyFits", nullptr},
         {"chainsToCa", nullptr},
         {"namesService", nullptr}}}},
      {"findings", nlohmann::ordered_json::array()}};
  EXPECT_EQ(outcome.out, expected.dump() + '\n');
}

TEST(CertsShow, SaysWhatCannotBeRead) {
  const Folder f;
  const Outcome empty = f.show();
  EXPECT_EQ(empty.code, 2);
  EXPECT_EQ(empty.out, "");
  EXPECT_EQ(empty.err, "sparkgate certs: " + f.path + ": no ca.crt, tls.crt or tls.key in it\n");
  ASSERT_TRUE(write_file(f.path + "/tls.crt", "hello", 0600).ok());
  EXPECT_EQ(f.show().code, 2);
}

TEST(CertsShow, NeverTakesAnEmptyServiceForNone) {
  const Folder f;
  ASSERT_EQ(f.init().code, 0);
  EXPECT_EQ(f.show({"--service", "", "--namespace", "spark"}).code, 2);
  EXPECT_EQ(f.show({"--service", "web", "--namespace", ""}).code, 2);
}

}  // namespace
}  // namespace sparkgate::cli
