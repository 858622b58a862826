#include "decision/adopt.h"

#include "base/json_text.h"
#include "decision/creator.h"

namespace sparkgate::decision {
namespace {

using Outcome = Adoption::Outcome;

/// What is known of who sends the request: `adopted` with the pod's name and uid, or why not.
Adoption adoption_by(const Creator& creator) {
  switch (creator.kind) {
    case Creator::Kind::pod:
      break;
    case Creator::Kind::no_account:
      return {Outcome::no_account};
    case Creator::Kind::other_namespace:
      return {Outcome::other_namespace};
    case Creator::Kind::unbound:
      return {Outcome::unbound};
    case Creator::Kind::malformed:
      return {Outcome::malformed};
  }
  return {Outcome::adopted, creator.pod_name, creator.pod_uid};
}

bool is_among(const Adoption& creator, View owners) {
  for (const View owner : owners.items()) {
    if (owner["kind"].text() == "Pod" && owner["apiVersion"].text() == "v1" &&
        owner["name"].text() == creator.name && owner["uid"].text() == creator.uid) {
      return true;
    }
  }
  return false;
}

/// As Spark itself writes it where it knows its driver's pod: without blockOwnerDeletion.
std::string owners_of(const Adoption& creator) {
  std::string list = R"([{"apiVersion":"v1","kind":"Pod","name":)";
  append_json_string(list, creator.name);
  list += R"(,"uid":)";
  append_json_string(list, creator.uid);
  return list + R"(,"controller":true}])";
}

std::string text_of_creator(const Adoption& adoption) {
  return "pod " + std::string(adoption.name) + " (uid " + std::string(adoption.uid) + ")";
}

}  // namespace

Adoption adopt(const Subject& executor, const Origin& origin, Patch& patch) {
  Adoption creator = adoption_by(creator_of(*executor.request));
  const View owners = executor.pod["metadata"]["ownerReferences"];
  if (owners.present() && !(owners.is_list() && owners.size() == 0)) {
    const bool known = creator.outcome == Outcome::adopted;
    creator.outcome = known && is_among(creator, owners) ? Outcome::owned : Outcome::has_owner;
    return creator;
  }
  if (creator.outcome != Outcome::adopted) return creator;
  patch.add("/metadata/ownerReferences", owners_of(creator), origin);  // also in place of []
  return creator;
}

std::string text_of(const Adoption& adoption) {
  switch (adoption.outcome) {
    case Outcome::not_asked:
      break;
    case Outcome::adopted:
    case Outcome::owned:
      return text_of_creator(adoption) + ", which created it";
    case Outcome::would_adopt:
      return "none: a policy in mode audit would make it " + text_of_creator(adoption);
    case Outcome::has_owner:
      return "kept: there is one already";
    case Outcome::no_account:
      return "none: the caller is no service account";
    case Outcome::other_namespace:
      return "none: the caller is a service account of another namespace";
    case Outcome::unbound:
      return "none: the caller's token is bound to no pod";
    case Outcome::malformed:
      return "none: the name or uid of the caller's pod is malformed";
  }
  return {};
}

}  // namespace sparkgate::decision
