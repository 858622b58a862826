#include "certs/cluster/access.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/files.h"
#include "support/temporary_folder.h"

namespace sparkgate::cluster {
namespace {

std::vector<std::string> parts(const std::string& url) {
  const auto access = access_to(url);
  if (!access) return {access.error().message};
  return {access->host, access->port, access->path};
}

using Parts = std::vector<std::string>;

TEST(AccessTo, ReadsHostPortAndPath) {
  EXPECT_EQ(parts("https://api.example.com"), (Parts{"api.example.com", "443", ""}));
  EXPECT_EQ(parts("https://10.0.0.1:6443/"), (Parts{"10.0.0.1", "6443", ""}));
  EXPECT_EQ(parts("https://[fd00::1]:6443"), (Parts{"fd00::1", "6443", ""}));
  EXPECT_EQ(parts("https://[fd00::1]"), (Parts{"fd00::1", "443", ""}));
  EXPECT_EQ(parts("https://r.example.com/k8s/clusters/c-1/"),
            (Parts{"r.example.com", "443", "/k8s/clusters/c-1"}));
}

TEST(AccessTo, RefusesWhatIsNotHttpsOrNoHost) {
  for (const char* url :
       {"", "http://a", "a:443", "https://", "https://:443", "https://a:", "https://a:x",
        "https://a:123456", "https://[fd00::1", "https://a?b", "https://a/#b", "https://a b"}) {
    EXPECT_EQ(parts(url), Parts{'"' + std::string(url) + "\" is not https://HOST[:PORT][/PATH]"});
  }
}

TEST(AccessTo, DoesNotRepeatAPassword) {
  EXPECT_EQ(parts("https://u:secret@a"), Parts{"a URL with '@' is not https://HOST[:PORT][/PATH]"});
}

TEST(AccessTo, RefusesControlCharacters) {
  for (const int code : {0, 1, 9, 10, 13, 31, 127}) {
    const std::string url = std::string("https://a") + static_cast<char>(code) + ".b";
    constexpr char kHex[] = "0123456789abcdef";
    EXPECT_EQ(parts(url), Parts{std::string("\"https://a\\x") + kHex[code / 16] + kHex[code % 16] +
                                ".b\" is not https://HOST[:PORT][/PATH]"});
  }
}

struct Folder {
  TemporaryFolder folder;

  std::string write(const std::string& name, const std::string& text) const {
    EXPECT_TRUE(write_file(folder / name, text, 0600).ok());
    return folder / name;
  }
  /// What is wrong with a kubeconfig, behind its path; empty: nothing.
  std::string mistake(const std::string& text) const {
    const std::string path = write("config", text);
    const auto access = read_kubeconfig(path);
    return access ? "" : access.error().message.substr(path.size() + 2);
  }
};

std::string config(const std::string& cluster, const std::string& user) {
  return "current-context: prod\n"
         "contexts:\n"
         "- {name: test, context: {cluster: other, user: other}}\n"
         "- {name: prod, context: {cluster: far, user: me}}\n"
         "clusters:\n- {name: far, cluster: " +
         cluster + "}\nusers:\n- {name: me, user: " + user + "}\n";
}

constexpr char kCluster[] = "{server: \"https://far:6443\", certificate-authority-data: Y2E=}";

TEST(Kubeconfig, IsReadByItsCurrentContext) {
  const Folder f;
  const auto access =
      read_kubeconfig(f.write("config", config(kCluster, "{token: secret}"))).value();
  EXPECT_EQ(access.host, "far");
  EXPECT_EQ(access.port, "6443");
  EXPECT_EQ(access.ca, "ca");
  EXPECT_EQ(access.token, "secret");
  EXPECT_EQ(access.certificate + access.key, "");
}

TEST(Kubeconfig, NamesFilesBesideIt) {
  const Folder f;
  f.write("ca.crt", "the ca");
  f.write("me.crt", "me");
  const std::string text =
      config("{server: \"https://far\", certificate-authority: ca.crt}",
             "{client-certificate: " + (f.folder / "me.crt") + ", client-key-data: a2V5}");
  const auto access = read_kubeconfig(f.write("config", text)).value();
  EXPECT_EQ(access.ca, "the ca");
  EXPECT_EQ(access.certificate, "me");
  EXPECT_EQ(access.key, "key");
}

TEST(Kubeconfig, SaysWhatItLacks) {
  const Folder f;
  EXPECT_EQ(f.mistake("[]"), "it has no current-context");
  EXPECT_EQ(f.mistake("current-context: prod"), "no context \"prod\" in it");
  EXPECT_EQ(f.mistake("current-context: c\ncontexts: [{name: c, context: {cluster: k}}]"),
            "no cluster \"k\" in it");
  EXPECT_EQ(f.mistake("a: b: c"), "yaml-cpp: error at line 1, column 5: illegal map value");
  EXPECT_EQ(f.mistake(config("{server: \"http://far\"}", "{token: t}")),
            "server \"http://far\" is not https://HOST[:PORT][/PATH]");
  EXPECT_EQ(f.mistake(config("{server: \"https://far\"}", "{token: t}")),
            "its cluster has no certificate-authority");
  EXPECT_EQ(f.mistake(config("{server: \"https://far\", certificate-authority-data: \"%\"}", "{}")),
            "certificate-authority-data: not base64");
  EXPECT_EQ(f.mistake(config(kCluster, "{client-key-data: a2V5}")),
            "user \"me\" has one of client-certificate and client-key only");
}

TEST(Kubeconfig, SaysWhatIsNotSpoken) {
  const Folder f;
  const auto with = [](const std::string& field) {
    return config("{server: \"https://far\", certificate-authority-data: Y2E=, " + field + "}",
                  "{token: t}");
  };
  EXPECT_EQ(f.mistake(with("insecure-skip-tls-verify: true")),
            "insecure-skip-tls-verify: the API server's certificate is always verified");
  EXPECT_EQ(f.mistake(with("insecure-skip-tls-verify: false")), "");
  EXPECT_EQ(f.mistake(with("proxy-url: \"http://p\"")), "proxy-url: proxies are not spoken to");
  EXPECT_EQ(f.mistake(with("tls-server-name: x")), "tls-server-name is not supported");
  for (const char* user : {"{exec: {command: aws}}", "{username: u, password: p}", "{}"}) {
    EXPECT_EQ(f.mistake(config(kCluster, user)),
              "user \"me\" has neither a token nor a client certificate; exec, auth-provider and "
              "passwords are not supported (`kubectl create token` makes a token)");
  }
}

TEST(InCluster, IsWhatThePodHas) {
  const Folder f;
  f.write("token", "secret\n");
  f.write("ca.crt", "the ca");
  const auto access = read_in_cluster({"fd00::1", "443", f.folder.path()}).value();
  EXPECT_EQ(access.host, "fd00::1");
  EXPECT_EQ(access.port, "443");
  EXPECT_EQ(access.token, "secret");
  EXPECT_EQ(access.ca, "the ca");
}

TEST(InCluster, SaysWhatThePodLacks) {
  const Folder f;
  const std::string none =
      "this is not a pod (KUBERNETES_SERVICE_HOST and _PORT are not set); --kubeconfig FILE says "
      "where the cluster is";
  EXPECT_EQ(read_in_cluster({"", "443", ""}).error().message, none);
  EXPECT_EQ(read_in_cluster({"10.0.0.1", "", ""}).error().message, none);
  EXPECT_EQ(read_in_cluster({"10.0.0.1", "443", f.folder.path()}).error().message,
            "this pod has no token: " + (f.folder / "token") + ": No such file or directory");
}

}  // namespace
}  // namespace sparkgate::cluster
