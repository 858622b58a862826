#include "certs/cluster/resolve.h"

#include <netdb.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <memory>

namespace sparkgate::cluster {
namespace {

using boost::asio::ip::tcp;
using std::chrono::seconds;
using std::chrono::steady_clock;

/// What the C library reads until it has answered, and what it answers.
struct Question {
  Question(std::string name, std::string service)
      : host(std::move(name)), port(std::move(service)) {
    hints.ai_socktype = SOCK_STREAM;
    asked.ar_name = host.c_str();
    asked.ar_service = port.c_str();
    asked.ar_request = &hints;
  }
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;
  ~Question() {
    if (asked.ar_result != nullptr) ::freeaddrinfo(asked.ar_result);
  }

  std::string host;
  std::string port;
  ::addrinfo hints{};
  ::gaicb asked{};
};

/// Until it is answered, for `limit` at most. What gai_suspend returns is no answer: signals end
/// it, and on a busy machine it was seen to return at once while the question was in progress.
void wait_for(::gaicb& asked, seconds limit) {
  const ::gaicb* const all[] = {&asked};
  const auto end = steady_clock::now() + limit;
  for (seconds left = limit; left > seconds(0) && ::gai_error(&asked) == EAI_INPROGRESS;) {
    const std::timespec time{.tv_sec = left.count(), .tv_nsec = 0};
    ::gai_suspend(all, 1, &time);
    left = std::chrono::ceil<seconds>(end - steady_clock::now());
  }
}

std::vector<tcp::endpoint> endpoints_of(const ::addrinfo* first) {
  std::vector<tcp::endpoint> all;
  for (const ::addrinfo* one = first; one != nullptr; one = one->ai_next) {
    tcp::endpoint endpoint;
    if (one->ai_addrlen > endpoint.capacity()) continue;
    std::memcpy(endpoint.data(), one->ai_addr, one->ai_addrlen);
    endpoint.resize(one->ai_addrlen);
    all.push_back(endpoint);
  }
  return all;
}

}  // namespace

Result<std::vector<tcp::endpoint>> resolve(const std::string& host, const std::string& port,
                                           seconds limit) {
  auto question = std::make_unique<Question>(host, port);
  ::gaicb* asked[] = {&question->asked};
  const int refused = ::getaddrinfo_a(GAI_NOWAIT, asked, 1, nullptr);
  if (refused != 0) return Error{::gai_strerror(refused)};
  wait_for(question->asked, limit);
  const int failed = ::gai_error(&question->asked);
  if (failed == EAI_INPROGRESS) {
    // The C library may be at it: nobody may free it then.
    const bool at_it = ::gai_cancel(&question->asked) == EAI_NOTCANCELED;
    if (at_it) static_cast<void>(question.release());
    return Error{"no answer in " + std::to_string(limit.count()) + " s"};
  }
  if (failed != 0) return Error{::gai_strerror(failed)};
  return endpoints_of(question->asked.ar_result);
}

}  // namespace sparkgate::cluster
