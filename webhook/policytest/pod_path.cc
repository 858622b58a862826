#include "policytest/pod_path.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "decision/pod_types.h"
#include "policytest/pod_fields.h"

namespace sparkgate::policytest {
namespace {

using decision::PodField;
using decision::PodType;
using nlohmann::json;

/// What Kubernetes' table says of the place where a path stands; nothing of fields it has not.
struct Known {
  const PodType* type = nullptr;    // of an object
  const PodField* field = nullptr;  // of anything else, a list or a map among it

  Known at(const PodField* found) const {
    if (!found) return {};
    return found->type && found->shape == decision::Shape::object ? Known{found->type, nullptr}
                                                                  : Known{nullptr, found};
  }
  bool is_map() const { return field && field->shape == decision::Shape::map; }
};

/// Walks a path and a pod together.
class Walker {
 public:
  Walker(json& pod, std::string_view path) : here_(&pod), path_(path) {}

  std::string put(const json& value) {
    if (path_.empty()) return "an empty path names nothing";
    constexpr int kMostSteps = 64;
    for (int steps = 0; why_.empty() && done_ < path_.size(); ++steps) {
      if (steps == kMostSteps) return "a path of more than 64 steps";
      path_[done_] == '[' ? index(value.is_null()) : member(value.is_null());
    }
    if (why_.empty() && !value.is_null()) *here_ = value;
    return why_;
  }

 private:
  std::string so_far() const { return std::string(path_.substr(0, done_)); }
  bool is_last(std::size_t end) const { return end == path_.size(); }

  /// `[3]`; `end` is where it ends.
  bool read_index(std::size_t& number, std::size_t& end) const {
    const char* from = path_.data() + done_ + 1;
    const char* to = path_.data() + path_.size();
    const auto [behind, error] = std::from_chars(from, to, number);
    if (error != std::errc() || behind == to || *behind != ']') return false;
    end = static_cast<std::size_t>(behind - path_.data()) + 1;
    return is_last(end) || path_[end] == '.' || path_[end] == '[';
  }

  void index(bool removes) {
    std::size_t number = 0, end = 0;
    if (done_ == 0 || !read_index(number, end)) {
      why_ = "an item is written as [0], behind the name of its list";
      return;
    }
    if (here_->is_null() && !removes) *here_ = json::array();
    if (!here_->is_array()) return wrong("a list");
    if (number > here_->size() || (removes && number == here_->size())) {
      why_ = so_far() + " has " + std::to_string(here_->size()) +
             (here_->size() == 1 ? " item" : " items") + ", there is no [" +
             std::to_string(number) + "]";
      return;
    }
    const PodField* list = known_.field;
    known_ = known_.at(list && list->element ? list->element.get() : nullptr);
    done_ = end;
    if (removes && is_last(end)) {
      here_->erase(number);
      return;
    }
    if (number == here_->size()) here_->push_back(nullptr);
    here_ = &(*here_)[number];
  }

  void member(bool removes) {
    if (done_ > 0) ++done_;  // the dot
    const std::size_t end =
        known_.is_map() ? path_.size() : std::min(path_.find_first_of(".[", done_), path_.size());
    const std::string name(path_.substr(done_, end - done_));
    if (name.empty()) {
      why_ = "a name is missing at its character " + std::to_string(done_ + 1);
      return;
    }
    if (!step_type(name)) return;
    if (here_->is_null() && !removes) *here_ = json::object();
    if (!here_->is_object()) return wrong("a map");
    done_ = end;
    if (removes && !here_->contains(name)) {
      why_ = "there is no " + so_far() + " to remove";
    } else if (removes && is_last(end)) {
      here_->erase(name);
    } else {
      here_ = &(*here_)[name];
    }
  }

  /// A name that is nearly one of Kubernetes' is a slip; others are newer than our table.
  bool step_type(const std::string& name) {
    if (!known_.type) {
      known_ = known_.is_map() ? known_.at(known_.field->element.get()) : Known();
      return true;
    }
    why_ = slip_in_field(*known_.type, name);
    known_ = known_.at(known_.type->find(name));
    return why_.empty();
  }

  void wrong(const char* wanted) {
    const std::string end = so_far();
    const std::size_t dot = end.ends_with('.') ? 1 : 0;
    why_ = end.substr(0, end.size() - dot) + " is " + (here_->is_null() ? "not there" : "not ") +
           (here_->is_null() ? "" : wanted);
  }

  json* here_;
  std::string_view path_;
  std::size_t done_ = 0;  // of the path
  Known known_{&decision::pod_template_type(), nullptr};
  std::string why_;
};

}  // namespace

std::string put(json& pod, std::string_view path, const json& value) {
  json changed = pod;
  std::string why = Walker(changed, path).put(value);
  if (why.empty()) pod = std::move(changed);
  return why;
}

}  // namespace sparkgate::policytest
