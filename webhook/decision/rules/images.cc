#include "decision/rules/images.h"

#include <algorithm>
#include <utility>

#include "decision/containers.h"
#include "decision/image_pattern.h"

namespace sparkgate::decision {
namespace {

std::vector<ImagePattern> compile(const std::vector<std::string>& patterns) {
  return {patterns.begin(), patterns.end()};
}

/// What the API server fills in.
std::string_view default_pull_policy(std::string_view image_name) {
  const auto image = ImageReference::parse(image_name);
  return image && image->tag == "latest" ? "Always" : "IfNotPresent";
}

class ImageCheck : public Check {
 public:
  explicit ImageCheck(const ImageRule& rule)
      : rule_(rule),
        allow_(compile(rule.allow)),
        deny_(compile(rule.deny)),
        deny_tags_(rule.deny_tags),
        allowed_text_(Globs(rule.allow).text()) {}

  Topic topic() const override { return Topic::images; }

  void run(const Subject& subject, Findings& findings) const override {
    for_each_container(subject.pod, [&](std::string_view list, std::size_t i, View container) {
      if (rule_.side_cars_only && subject.is_spark_container(list, i)) return;
      const auto path = [&] { return container_path(list, i) + ".image"; };
      const std::string_view written = container["image"].text();
      image(path, written, findings);
      const auto policy_path = [&] { return container_path(list, i) + ".imagePullPolicy"; };
      pull_policy(policy_path, container["imagePullPolicy"].text(), written, findings);
    });
    if (rule_.side_cars_only) return;
    std::size_t index = 0;
    for (const View volume : subject.pod["spec"]["volumes"].items()) {
      const View source = volume["image"];
      const auto volume_path = [&] { return "spec.volumes[" + std::to_string(index) + "].image"; };
      if (source.present()) {
        const std::string_view written = source["reference"].text();
        image([&] { return volume_path() + ".reference"; }, written, findings);
        pull_policy([&] { return volume_path() + ".pullPolicy"; }, source["pullPolicy"].text(),
                    written, findings);
      }
      ++index;
    }
  }

 private:
  /// `path_of()` spells the path out, which is asked for findings only.
  template <class PathOf>
  void image(const PathOf& path_of, std::string_view written, Findings& findings) const {
    const auto refuse = [&](std::string allowed, const std::string& why) {
      const std::string path = path_of();
      std::string text = path + (written.empty() ? "" : " \"" + std::string(written) + "\"") + why;
      findings.push_back({path, std::string(written), std::move(allowed), std::move(text)});
    };
    const auto image = ImageReference::parse(written);
    if (!image) {
      const std::string why = written.empty() ? " is missing" : " is not a valid image reference";
      return refuse(allowed_text_, why);
    }
    if (is_image_id(written)) {
      return refuse(allowed_text_, " is the id of an image on the node, not where one comes from");
    }
    sources(*image, refuse);
    version(*image, refuse);
  }

  template <class Refuse>
  void sources(const ImageReference& image, const Refuse& refuse) const {
    for (std::size_t i = 0; i < deny_.size(); ++i) {
      if (!deny_[i].matches(image)) continue;
      return refuse("not " + rule_.deny[i], " is from " + rule_.deny[i] + ", which is denied");
    }
    const bool allowed = allow_.empty() || std::any_of(allow_.begin(), allow_.end(),
                                                       [&](const ImagePattern& pattern) {
                                                         return pattern.matches(image);
                                                       });
    if (!allowed) refuse(allowed_text_, " is not from " + allowed_text_);
  }

  template <class Refuse>
  void version(const ImageReference& image, const Refuse& refuse) const {
    if (!image.tag.empty() && deny_tags_.any_matches(image.tag)) {
      refuse("a tag other than " + deny_tags_.text(),
             " has the tag " + image.tag + ", which is denied");
    }
    if (rule_.require_digest && image.digest.empty()) {
      refuse("an image with its digest", " has no digest (name@sha256:...)");
    }
  }

  template <class PathOf>
  void pull_policy(const PathOf& path_of, std::string_view written, std::string_view image_name,
                   Findings& findings) const {
    const auto& allowed = rule_.pull_policies;
    if (allowed.empty()) return;
    if (written.empty()) written = default_pull_policy(image_name);
    if (std::find(allowed.begin(), allowed.end(), written) != allowed.end()) {
      return;
    }
    const std::string path = path_of();
    const std::string text = Globs(allowed).text();
    findings.push_back({path, std::string(written), text,
                        path + " \"" + std::string(written) + "\" is not " + text});
  }

  ImageRule rule_;
  std::vector<ImagePattern> allow_, deny_;
  Globs deny_tags_;
  std::string allowed_text_;
};

}  // namespace

std::unique_ptr<const Check> make_check(const ImageRule& rule) {
  return std::make_unique<ImageCheck>(rule);
}

}  // namespace sparkgate::decision
