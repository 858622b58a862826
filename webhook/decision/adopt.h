#pragma once

#include <string>
#include <string_view>

#include "decision/match.h"
#include "decision/patch.h"

namespace sparkgate::decision {

/// What became of the wish that an executor without an owner gets the pod that created it as owner.
struct Adoption {
  enum class Outcome {
    not_asked,        // no policy wants it, or the pod is no executor
    adopted,          // its creator becomes its owner
    owned,            // its creator is its owner already: Spark's work, or ours when asked again
    would_adopt,      // a policy in mode audit wants it
    has_owner,        // another one, which stays the only one
    no_account,       // the caller is no service account
    other_namespace,  // it is one of another namespace
    unbound,          // its token belongs to no pod
    malformed,        // what names its pod cannot be a pod's name and uid
  };

  Outcome outcome = Outcome::not_asked;
  std::string_view name, uid;  // of the creator where it counts; views into the request
};

/// Makes the creator of an executor (creator.h) its owner. For drivers it would be the submitter:
/// never ask for them. Appends one operation to `patch`, or none. `origin` must outlive `patch`.
/// Precondition: the subject is an executor, recognised by its labels, that is being created.
Adoption adopt(const Subject& executor, const Origin& origin, Patch& patch);

/// For the audit record, "pod NAME (uid UID), which created it", or why there is none. The same
/// when we are asked again about what we answered, because the API server drops an annotation that
/// changes. Empty when nobody asked.
std::string text_of(const Adoption& adoption);

}  // namespace sparkgate::decision
