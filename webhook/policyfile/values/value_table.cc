#include "policyfile/values/value_table.h"

#include <charconv>
#include <cstdlib>
#include <limits>
#include <map>
#include <string>

#include "decision/pod_types.h"

namespace sparkgate::policyfile {
namespace {

using std::string_view;

// What single values may be: k8s.io/kubernetes v1.36, pkg/apis/core/validation, one type a
// paragraph. A rule holds where every pod that breaks it is refused; features that a cluster can
// switch on are taken as switched on. What several fields must be together is in check_object.cc.
//
//   field:1..9       a whole number in this range; without an end up to 2^31-1, `*` is no limit
//   field:0..0777    the same in octal: the mode of a file
//   field:kind       a string of a kind of text_kinds.cc; `port` may be a number, too
//   field:(A|B)      one of these
//   field:[]rule     a list, every item of which follows the rule
//   field:~rule      only a note: the API server takes more, but nothing good comes of it
//   field:?rule      the empty string is fine, too, in spite of the field being stored when empty
//   !field           must be there and not be empty: without it nothing can be made of the object
//   +field           must not be empty; that it must be there is a matter of merge keys
//
// Two rows are stricter than the API server: it calls a negative terminationGracePeriodSeconds of a
// pod invalid in a warning and makes it 1, and it replaces an empty imagePullPolicy, which we would
// then set again each time we are asked.
constexpr string_view kValues = R"(
# Pod
PodSpec terminationGracePeriodSeconds:0..* activeDeadlineSeconds:1.. serviceAccountName:subdomain
  priorityClassName:subdomain runtimeClassName:subdomain hostname:label subdomain:label
  hostnameOverride:hostname
PodSecurityContext runAsUser:0.. runAsGroup:0.. fsGroup:0.. supplementalGroups:[]0..
  seLinuxChangePolicy:(Recursive|MountOption)
Sysctl !name:sysctl
HostAlias !ip:address hostnames:[]subdomain
PodDNSConfig nameservers:[]address searches:[]search
PodDNSConfigOption !name
PodReadinessGate !conditionType:qualified
PodOS !name
PodSchedulingGate +name:qualified
PodSchedulingGroup !podGroupName:subdomain
PodResourceClaim +name:label resourceClaimName:subdomain resourceClaimTemplateName:subdomain
LocalObjectReference name:~subdomain

# Containers
Container +image:image +imagePullPolicy
ContainerPort name:port hostPort:0..65535 containerPort:1..65535
EnvFromSource prefix:variable
ConfigMapEnvSource !name:prefix
SecretEnvSource !name:prefix
EnvVar +name:variable
ConfigMapKeySelector !name:subdomain !key:key
SecretKeySelector !name:subdomain !key:key
FileKeySelector !volumeName:label !path:path !key:variable
ObjectFieldSelector apiVersion:(v1) !fieldPath
ResourceFieldSelector !resource
ResourceClaim !name:label request:label
ContainerResizePolicy !resourceName:(cpu|memory) !restartPolicy:(NotRequired|RestartContainer)
ContainerRestartRule !action:(Restart|RestartAllContainers) !exitCodes
ContainerRestartRuleOnExitCodes !operator:(In|NotIn)
VolumeMount !name:label +mountPath:~mount_path subPath:relative_path
  subPathExpr:relative_path
VolumeDevice !name:label +devicePath:path
Probe initialDelaySeconds:0.. timeoutSeconds:0.. periodSeconds:0.. successThreshold:0..
  failureThreshold:0.. terminationGracePeriodSeconds:1..*
ExecAction !command
HTTPGetAction !port:port
HTTPHeader !name:header
TCPSocketAction !port:port
GRPCAction !port:1..65535
SleepAction seconds:0..*
SecurityContext runAsUser:0.. runAsGroup:0..
WindowsSecurityContextOptions gmsaCredentialSpecName:subdomain
SeccompProfile !type
AppArmorProfile !type

# Volumes
Volume +name:label
HostPathVolumeSource !path:path
  type:?(DirectoryOrCreate|Directory|FileOrCreate|File|Socket|CharDevice|BlockDevice)
EmptyDirVolumeSource medium:~medium
GCEPersistentDiskVolumeSource !pdName partition:0..255
AWSElasticBlockStoreVolumeSource !volumeID partition:0..255
GitRepoVolumeSource !repository directory:relative_path
SecretVolumeSource !secretName:~subdomain defaultMode:0..0777
KeyToPath !key:~key !path:file_path mode:0..0777
NFSVolumeSource !server !path:absolute_path
ISCSIVolumeSource !targetPortal !iqn lun:0..255
GlusterfsVolumeSource !endpoints !path
PersistentVolumeClaimVolumeSource !claimName:~subdomain
RBDVolumeSource !monitors !image
FlexVolumeSource !driver
CinderVolumeSource !volumeID
CephFSVolumeSource !monitors
DownwardAPIVolumeSource defaultMode:0..0777
DownwardAPIVolumeFile !path:file_path mode:0..0777
AzureFileVolumeSource !secretName !shareName
ConfigMapVolumeSource !name:~subdomain defaultMode:0..0777
VsphereVirtualDiskVolumeSource !volumePath
QuobyteVolumeSource !registry !volume
AzureDiskVolumeSource !diskName !diskURI cachingMode:(None|ReadOnly|ReadWrite)
  kind:(Shared|Dedicated|Managed)
PhotonPersistentDiskVolumeSource !pdID
ProjectedVolumeSource defaultMode:0..0777
SecretProjection !name:~subdomain
ConfigMapProjection !name:~subdomain
ServiceAccountTokenProjection !path:file_path expirationSeconds:600..4294967296
ClusterTrustBundleProjection !path:file_path
PodCertificateProjection !signerName maxExpirationSeconds:3600..7862400
  !keyType:(RSA3072|RSA4096|ECDSAP256|ECDSAP384|ECDSAP521|ED25519)
  credentialBundlePath:file_path keyPath:file_path certificateChainPath:file_path
PortworxVolumeSource !volumeID
ScaleIOVolumeSource !gateway !system !volumeName
StorageOSVolumeSource !volumeName:label volumeNamespace:label
CSIVolumeSource !driver:driver
EphemeralVolumeSource !volumeClaimTemplate
PersistentVolumeClaimTemplate !spec
PersistentVolumeClaimSpec storageClassName:?subdomain volumeAttributesClassName:?subdomain
  !accessModes:[](ReadWriteOnce|ReadOnlyMany|ReadWriteMany|ReadWriteOncePod)
TypedLocalObjectReference !kind !name apiGroup:?subdomain
TypedObjectReference !kind !name apiGroup:?subdomain namespace:?label
ImageVolumeSource !reference pullPolicy:(Always|Never|IfNotPresent)

# Scheduling
NodeSelector !nodeSelectorTerms
NodeSelectorRequirement !key:qualified !operator
PreferredSchedulingTerm !weight:1..100
WeightedPodAffinityTerm !weight:1..100 !podAffinityTerm
PodAffinityTerm !topologyKey:qualified namespaces:[]label matchLabelKeys:[]qualified
  mismatchLabelKeys:[]qualified
Toleration key:qualified tolerationSeconds:*..*
TopologySpreadConstraint !maxSkew:1.. +topologyKey +whenUnsatisfiable minDomains:1..
  matchLabelKeys:[]qualified
LabelSelectorRequirement !key:qualified !operator
)";

using Table = std::map<string_view, std::vector<ValueRule>>;

/// Takes what stands before the first `end` (or all) off the front of `text`.
string_view cut(string_view& text, char end) {
  const std::size_t at = text.find(end);
  const string_view head = text.substr(0, at);
  text.remove_prefix(at == string_view::npos ? text.size() : at + 1);
  return head;
}

bool take(string_view& text, string_view front) {
  if (!text.starts_with(front)) return false;
  text.remove_prefix(front.size());
  return true;
}

std::int64_t number(string_view text, std::int64_t otherwise, bool octal) {
  using Limits = std::numeric_limits<std::int64_t>;
  if (text == "*") return otherwise < 0 ? Limits::min() : Limits::max();
  std::int64_t value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value, octal ? 8 : 10);
  return value;
}

void range(string_view text, ValueRule& rule) {
  const std::size_t dots = text.find("..");
  const string_view most = text.substr(dots + 2);
  rule.has_range = true;
  rule.octal = most.size() > 1 && most.front() == '0';
  rule.least = number(text.substr(0, dots), -1, rule.octal);
  rule.most = number(most, std::numeric_limits<std::int32_t>::max(), rule.octal);
}

/// A word that cannot be read is a bug of ours and ends the process at its first use, which every
/// test makes.
ValueRule read_rule(string_view word) {
  ValueRule rule;
  rule.required = take(word, "!");
  rule.filled = take(word, "+") || rule.required;
  rule.field = cut(word, ':');
  rule.each = take(word, "[]");
  rule.only_note = take(word, "~");
  rule.may_be_empty = take(word, "?");
  if (word.empty()) return rule;
  if (take(word, "(")) {
    word.remove_suffix(1);
    while (!word.empty()) rule.choices.push_back(cut(word, '|'));
  } else if (word.find("..") != string_view::npos) {
    range(word, rule);
  } else {
    rule.kind = text_kind(word);
    if (!rule.kind) std::abort();
    if (word == "port") range("1..65535", rule);
  }
  return rule;
}

Table read_table() {
  Table table;
  std::vector<ValueRule>* current = nullptr;
  const decision::PodType* type = nullptr;
  string_view rest = kValues;
  while (!rest.empty()) {
    string_view line = cut(rest, '\n');
    if (line.empty() || line.front() == '#') continue;
    if (line.front() != ' ') {
      const string_view name = cut(line, ' ');
      type = decision::pod_type(name);
      current = &table[name];
    }
    while (!line.empty()) {
      const string_view word = cut(line, ' ');
      if (word.empty()) continue;
      const ValueRule rule = read_rule(word);
      if (!type || !type->find(rule.field)) std::abort();  // no such type, no such field
      current->push_back(rule);
    }
  }
  return table;
}

}  // namespace

const std::vector<ValueRule>& value_rules(string_view type) {
  static const Table kTable = read_table();
  static const std::vector<ValueRule> kNone;
  const auto found = kTable.find(type);
  return found == kTable.end() ? kNone : found->second;
}

}  // namespace sparkgate::policyfile
