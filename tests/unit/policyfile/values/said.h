#pragma once

#include <string>

// What check_pod says about templates written as flow YAML, without places: a line a mistake,
// "note: " in front of notes, "" when there is none.

namespace sparkgate {

std::string said(const std::string& pod_template);

// The same for a template that holds one thing only: fields of a spec; of a container that is added
// (it has a name and an image), beside the Spark container's; of an init container that is added;
// of a volume called v.
std::string said_of_pod(const std::string& fields);
std::string said_of_container(const std::string& fields);
std::string said_of_spark(const std::string& fields);
std::string said_of_init_container(const std::string& fields);
std::string said_of_volume(const std::string& fields);

}  // namespace sparkgate
