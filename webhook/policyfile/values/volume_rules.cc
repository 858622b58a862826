#include <algorithm>
#include <array>

#include "decision/quantity.h"
#include "decision/selector.h"
#include "policyfile/read_values.h"
#include "policyfile/values/rules.h"
#include "policyfile/values/text_kinds.h"

namespace sparkgate::policyfile {
namespace {

/// Kinds of volumes whose secretRef, when it is there, has a name.
constexpr std::array<std::string_view, 2> kWithNamedSecret = {"cinder", "storageos"};

void secret_name(const Place& source, std::string_view field) {
  if (source.has(field) && source.at(field).text("name").empty()) {
    source.at(field).refuse("needs 'name'");
  }
}

void iscsi(const Place& volume) {
  const Place source = volume.at("iscsi");
  const bool chap = source.is_true("chapAuthDiscovery") || source.is_true("chapAuthSession");
  if (chap && !source.has("secretRef")) source.refuse("needs 'secretRef' for CHAP");
}

void flocker(const Place& volume) {
  if (!volume.has("flocker")) return;
  const Place source = volume.at("flocker");
  const bool name = !source.text("datasetName").empty(), id = !source.text("datasetUUID").empty();
  if (name == id) source.refuse("needs one of 'datasetName' and 'datasetUUID'");
}

void azure_disk(const Place& volume) {
  const Place source = volume.at("azureDisk");
  const std::string uri = source.text("diskURI");
  if (uri.empty()) return;
  const bool managed = source.text("kind") == "Managed";
  if (managed && !uri.starts_with("/subscriptions/")) {
    source.refuse("diskURI",
                  "must begin with /subscriptions/ for kind: Managed, not '" + uri + "'");
  } else if (!managed && !uri.starts_with("https://")) {
    source.refuse("diskURI", "must begin with https:// for this kind of disk, not '" + uri + "'");
  }
}

void access_modes(const Place& spec) {
  const std::vector<std::string> modes = spec.texts("accessModes");
  const auto single = std::count(modes.begin(), modes.end(), "ReadWriteOncePod");
  if (single > 0 && static_cast<std::size_t>(single) < modes.size()) {
    spec.refuse("accessModes", "cannot have ReadWriteOncePod beside others");
  }
}

void storage(const Place& spec) {
  const Place resources = spec.at("resources");
  const Node* requests = resources.find("requests");
  const Node* storage = requests ? requests->find("storage") : nullptr;
  if (!storage) return spec.refuse("needs a request for storage (resources.requests.storage)");
  if (storage->kind != Node::Kind::scalar) return;
  const std::string text = storage->is_text() ? storage->text() : storage->scalar.dump();
  const auto amount = decision::Quantity::parse(text);
  if (amount && *amount <= decision::Quantity()) {
    resources.refuse_at(*storage, "requests.storage", "must be more than 0, not " + text);
  }
}

/// Without a group only another claim can be the source of the data.
void data_source(const Place& spec, std::string_view field) {
  const Place source = spec.at(field);
  const std::string kind = source.text("kind");
  if (kind.empty() || !source.text("apiGroup").empty() || kind == "PersistentVolumeClaim") return;
  source.refuse("kind", "must be PersistentVolumeClaim without an apiGroup, not '" + kind + "'");
}

}  // namespace

void volume_rules(const Place& volume) {
  for (const std::string_view field : kWithNamedSecret) secret_name(volume.at(field), "secretRef");
  iscsi(volume);
  flocker(volume);
  azure_disk(volume);
}

void fibre_channel_rules(const Place& source) {
  const bool names = !source.is_empty("targetWWNs"), ids = !source.is_empty("wwids");
  if (names == ids) return source.refuse("needs one of 'targetWWNs' and 'wwids'");
  if (ids) return;
  const auto lun = source.number("lun");
  if (!source.has("lun")) {
    source.refuse("needs 'lun' beside targetWWNs");
  } else if (lun && (*lun < 0 || *lun > 255)) {
    source.refuse("lun", "must be from 0 to 255, not " + std::to_string(*lun));
  }
}

void csi_rules(const Place& source) {
  secret_name(source, "nodePublishSecretRef");
  const std::string name = source.at("nodePublishSecretRef").text("name");
  if (!name.empty() && !decision::is_dns_subdomain(name)) {
    source.at("nodePublishSecretRef")
        .refuse("name", "is '" + name + "', which is no name of a Secret");
  }
}

void claim_template_rules(const Place& claim) {
  for (const Member& member : members(claim.find("metadata"))) {
    if (member.name == "labels" || member.name == "annotations" || member.value.is_null()) continue;
    claim.refuse_at(member.value, "metadata." + member.name,
                    "cannot be set: Kubernetes names the claim after the pod");
  }
}

void claim_spec_rules(const Place& spec) {
  access_modes(spec);
  storage(spec);
  data_source(spec, "dataSource");
  data_source(spec, "dataSourceRef");
}

}  // namespace sparkgate::policyfile
