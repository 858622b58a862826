#pragma once

#include <optional>
#include <string_view>

#include "decision/request.h"

namespace sparkgate::decision {

/// A service account.
struct Account {
  std::string_view namespace_name, name;
};

/// The account of the user name `system:serviceaccount:NAMESPACE:NAME`; nothing when it is no such
/// name. Views into it.
std::optional<Account> account_of_user(std::string_view username);

/// Which pod sends a request. With a token bound to a pod the API server names that pod in
/// `userInfo.extra`, so nothing is looked up and nothing in the pod of the request is believed;
/// only who may impersonate others can say another name.
struct Creator {
  enum class Kind {
    pod,
    no_account,       // the caller is no service account
    other_namespace,  // it is one of another namespace
    unbound,          // its token belongs to no pod
    malformed,        // what names its pod cannot be a pod's name and uid
  };

  Kind kind;
  std::string_view pod_name, pod_uid;  // of Kind::pod; views into the request
};

Creator creator_of(const Request& request);

}  // namespace sparkgate::decision
