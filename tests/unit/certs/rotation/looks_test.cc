#include "certs/rotation/looks.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <thread>

#include "fixtures.h"

namespace sparkgate::rotation {
namespace {

namespace asio = boost::asio;

/// How many looks are made, and whether they agree: `no` is the first that says no, `late` the
/// first for which there is no time; 0 is none.
std::pair<int, bool> look(int no, int late) {
  int looks = 0;
  const bool agreed =
      all_agree([&] { return ++looks != no; }, [&] { return late == 0 || looks + 1 < late; });
  return {looks, agreed};
}

using Looked = std::pair<int, bool>;

TEST(AllAgree, AfterEightInARow) {
  EXPECT_EQ(look(0, 0), (Looked{8, true}));
  EXPECT_EQ(look(1, 0), (Looked{1, false}));
  EXPECT_EQ(look(8, 0), (Looked{8, false}));
}

TEST(AllAgree, NotWithoutTimeForAllOfThem) {
  EXPECT_EQ(look(0, 1), (Looked{1, false}));  // one is made in any case
  EXPECT_EQ(look(0, 4), (Looked{3, false}));
  EXPECT_EQ(look(0, 9), (Looked{8, true}));
}

using Served = std::pair<bool, std::vector<std::string>>;

/// Whether this certificate is taken for served at this port, and what is said.
Served is_served(const std::string& certificate, const std::string& port, bool asked_for) {
  const cluster::Client client({});
  Store store(client, {{"spark", "web"}, "web-tls", "web.dev"});
  std::vector<std::string> said;
  const Say say = [&](const std::string& line) { said.push_back(line); };
  const auto in_time = Looks::Clock::now() + std::chrono::hours(1);
  Looks looks(store, "web.spark.svc", {"127.0.0.1", port, asked_for}, in_time, say);
  const bool served = looks.is_served(certificate);
  return {served, said};
}

TEST(IsServed, IsTakenForGrantedOnlyWhereNobodyAskedForALook) {
  const std::string some = certs::made_ca().certificate;
  const std::string nobody = "127.0.0.1:1: no connection: Connection refused";
  EXPECT_EQ(is_served(some, "1", false),
            (Served{true, {"taken for served, as it cannot be looked at: " + nobody}}));
  EXPECT_EQ(is_served(some, "1", true), (Served{false, {"waiting for an answer: " + nobody}}));
}

/// Ends so many connections without a word, and shows `shown` to those behind them.
class LateServer {
 public:
  LateServer(int silent, certs::Issued shown)
      : acceptor_(io_, {asio::ip::address_v4::loopback(), 0}),
        thread_([this, silent, shown = std::move(shown)] { run(silent, shown); }) {}

  ~LateServer() {
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);  // ends the accept of the other thread
    thread_.join();
  }

  std::string port() const { return std::to_string(acceptor_.local_endpoint().port()); }

 private:
  void run(int silent, const certs::Issued& shown) {
    asio::ssl::context context(asio::ssl::context::tls_server);
    context.use_certificate_chain(asio::buffer(shown.certificate));
    context.use_private_key(asio::buffer(shown.key), asio::ssl::context::pem);
    boost::system::error_code error;
    for (int i = 0;; ++i) {
      asio::ssl::stream<asio::ip::tcp::socket> stream(io_, context);
      acceptor_.accept(stream.next_layer(), error);
      if (error) return;
      if (i >= silent) stream.handshake(asio::ssl::stream_base::server, error);
    }
  }

  asio::io_context io_;
  asio::ip::tcp::acceptor acceptor_;
  std::thread thread_;
};

// Seven looks in vain do not make a Service one that cannot be reached.
TEST(IsServed, IsLookedAtWhereOneLookSucceeded) {
  const certs::Issued ca = certs::made_ca();
  const LateServer old(kLooks - 1, certs::made_leaf(ca));
  EXPECT_EQ(is_served(certs::made_leaf(ca).certificate, old.port(), false),
            (Served{false, {"waiting until 127.0.0.1:" + old.port() + " serves it"}}));
}

}  // namespace
}  // namespace sparkgate::rotation
