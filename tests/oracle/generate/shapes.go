package generate

import (
	"reflect"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// required: what Kubernetes wants to stand in a type. oneOf: of these exactly one.
var (
	required = readWords(`
Container name
EnvVar name
ConfigMapKeySelector name key
SecretKeySelector name key
FileKeySelector volumeName path key
ObjectFieldSelector fieldPath
ResourceFieldSelector resource
ConfigMapEnvSource name
SecretEnvSource name
ExecAction command
HTTPGetAction port
HTTPHeader name value
TCPSocketAction port
GRPCAction port
SleepAction seconds
ContainerPort containerPort
ContainerResizePolicy resourceName restartPolicy
VolumeMount name mountPath
VolumeDevice name devicePath
SeccompProfile type
AppArmorProfile type
HostAlias ip hostnames
LocalObjectReference name
PodReadinessGate conditionType
PodSchedulingGate name
PodOS name
PodDNSConfigOption name
PodResourceClaim name
Sysctl name value
NodeSelector nodeSelectorTerms
NodeSelectorTerm matchExpressions
NodeSelectorRequirement key operator
LabelSelectorRequirement key operator
PreferredSchedulingTerm weight preference
PodAffinityTerm topologyKey labelSelector
WeightedPodAffinityTerm weight podAffinityTerm
TopologySpreadConstraint maxSkew topologyKey whenUnsatisfiable
HostPathVolumeSource path
SecretVolumeSource secretName
ConfigMapVolumeSource name
SecretProjection name
ConfigMapProjection name
ServiceAccountTokenProjection path
KeyToPath key path
NFSVolumeSource server path
PersistentVolumeClaimVolumeSource claimName
DownwardAPIVolumeSource items
DownwardAPIProjection items
DownwardAPIVolumeFile path
ProjectedVolumeSource sources
CSIVolumeSource driver
EphemeralVolumeSource volumeClaimTemplate
PersistentVolumeClaimTemplate spec
PersistentVolumeClaimSpec accessModes
ImageVolumeSource reference
ISCSIVolumeSource targetPortal iqn lun
RBDVolumeSource monitors image
CephFSVolumeSource monitors
AzureFileVolumeSource secretName shareName
AzureDiskVolumeSource diskName diskURI
FlexVolumeSource driver
FCVolumeSource targetWWNs lun
GCEPersistentDiskVolumeSource pdName
AWSElasticBlockStoreVolumeSource volumeID
CinderVolumeSource volumeID
VsphereVirtualDiskVolumeSource volumePath
GlusterfsVolumeSource endpoints path
QuobyteVolumeSource registry volume
PhotonPersistentDiskVolumeSource pdID
PortworxVolumeSource volumeID
ScaleIOVolumeSource gateway system volumeName secretRef
StorageOSVolumeSource volumeName
FlockerVolumeSource datasetName
GitRepoVolumeSource repository
`)
	oneOf = readWords(`
EnvVar value value value valueFrom
EnvVarSource fieldRef resourceFieldRef configMapKeyRef secretKeyRef secretKeyRef fileKeyRef
EnvFromSource configMapRef secretRef
Probe exec httpGet tcpSocket grpc
LifecycleHandler exec httpGet sleep
PodResourceClaim resourceClaimName resourceClaimTemplateName
DownwardAPIVolumeFile fieldRef resourceFieldRef
VolumeProjection secret configMap downwardAPI serviceAccountToken
VolumeMount subPath subPathExpr
`)
)

// Needed says of a member's name that the object it stands in is nothing without it.
func Needed(name string) bool { return needed[name] }

var needed = map[string]bool{}

func init() {
	for _, table := range []map[string][]string{required, oneOf} {
		for _, names := range table {
			for _, name := range names {
				needed[name] = true
			}
		}
	}
}

// usualSources are volumes as people have them; the others come up one time in five.
var usualSources = []string{"emptyDir", "configMap", "secret", "hostPath", "persistentVolumeClaim", "projected",
	"downwardAPI", "csi", "ephemeral", "image"}

func volumeSources() []string {
	var names []string
	for _, field := range FieldsOf(reflect.TypeFor[corev1.Volume]()) {
		if field.Name != "name" && field.Name != "gitRepo" {
			names = append(names, field.Name)
		}
	}
	return names
}

// Alternatives are the members of a type of which it can have one.
func Alternatives(kind reflect.Type) []string {
	if kind.Name() == "Volume" {
		return volumeSources()
	}
	return oneOf[kind.Name()]
}

// choose leaves one of the alternatives in an object.
func (m Maker) choose(object Object, kind reflect.Type, names []string, wanted string) {
	for _, name := range names {
		if name != wanted {
			delete(object, name)
		}
	}
	m.need(object, kind, wanted)
}

// shape gives an object what it has to have.
func (m Maker) shape(object Object, kind reflect.Type) {
	if names, ok := oneOf[kind.Name()]; ok {
		if kind.Name() != "VolumeMount" || m.Chance(0.2) {
			m.choose(object, kind, names, Pick(m.Random, names...))
		} else {
			m.choose(object, kind, names, "")
		}
	}
	m.need(object, kind, required[kind.Name()]...)
	if kind.Name() == "Volume" {
		sources := volumeSources()
		wanted := Pick(m.Random, usualSources...)
		if m.Chance(0.2) {
			wanted = Pick(m.Random, sources...)
		}
		delete(object, "gitRepo") // no longer there
		m.choose(object, kind, sources, wanted)
	}
}

func text(object Object, name string) string {
	said, _ := object[name].(string)
	return said
}

func list(object Object, name string) []any {
	said, _ := object[name].([]any)
	return said
}

func member(object Object, name string) Object {
	said, _ := object[name].(Object)
	return said
}

// unique drops the later ones of items that say the same under these names.
func unique(items []any, names ...string) []any {
	seen := map[string]bool{}
	kept := []any{}
	for _, item := range items {
		object, _ := item.(Object)
		var key strings.Builder
		for _, name := range names {
			key.WriteString(textOf(object[name]) + "\x00")
		}
		if !seen[key.String()] {
			seen[key.String()] = true
			kept = append(kept, item)
		}
	}
	return kept
}
