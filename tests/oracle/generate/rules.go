package generate

import (
	"fmt"
	"reflect"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// rules make of what was filled in by chance what Kubernetes would take by itself.
var rules map[string]func(Maker, Object)

// listRules do the same for lists, by what they hold.
var listRules map[string]func(Maker, []any) []any

func init() {
	rules = map[string]func(Maker, Object){
		"ObjectMeta":               onlyLabelsAndAnnotations,
		"Container":                probes,
		"Probe":                    probe,
		"ContainerPort":            port,
		"VolumeMount":              mount,
		"VolumeDevice":             device,
		"Volume":                   func(m Maker, o Object) { o["name"] = m.volumeName() },
		"ResourceRequirements":     resources,
		"SecurityContext":          securityContext,
		"SeccompProfile":           profile,
		"AppArmorProfile":          profile,
		"NodeSelectorTerm":         nodeTerm,
		"NodeSelectorRequirement":  nodeRequirement,
		"LabelSelectorRequirement": labelRequirement,
		"PodAffinityTerm":          affinityTerm,
		"TopologySpreadConstraint": spread,
		"Toleration":               toleration,
		"FileKeySelector":          func(m Maker, o Object) { o["volumeName"] = m.volumeName() },
		"PersistentVolumeClaimSpec": func(m Maker, o Object) {
			o["resources"] = Object{"requests": Object{"storage": Pick(m.Random, "1Gi", "2Gi")}}
		},
		"FCVolumeSource":             func(m Maker, o Object) { delete(o, "wwids") },
		"EmptyDirVolumeSource":       emptyDir,
		"VolumeResourceRequirements": func(m Maker, o Object) { delete(o, "limits") },
	}
	listRules = map[string]func(Maker, []any) []any{
		"ContainerPort":            func(_ Maker, l []any) []any { return unique(unique(l, "containerPort", "protocol"), "name") },
		"EnvVar":                   byKey("name"),
		"VolumeMount":              byKey("mountPath"),
		"VolumeDevice":             byKey("devicePath"),
		"Volume":                   byKey("name"),
		"LocalObjectReference":     byKey("name"),
		"HostAlias":                byKey("ip"),
		"Sysctl":                   byKey("name"),
		"ResourceClaim":            byKey("name"),
		"PodResourceClaim":         byKey("name"),
		"PodSchedulingGate":        byKey("name"),
		"PodReadinessGate":         byKey("conditionType"),
		"ContainerResizePolicy":    byKey("resourceName"),
		"TopologySpreadConstraint": byKey("topologyKey", "whenUnsatisfiable"),
		"KeyToPath":                byKey("path"),
		"DownwardAPIVolumeFile":    byKey("path"),
		"HTTPHeader":               byKey("name"),
		"EnvFromSource":            different,
		"Toleration":               different,
		"PreferredSchedulingTerm":  different,
		"PodAffinityTerm":          different,
		"WeightedPodAffinityTerm":  different,
	}
}

func byKey(names ...string) func(Maker, []any) []any {
	return func(_ Maker, items []any) []any { return unique(items, names...) }
}

// different drops what is there twice: such lists are sets.
func different(_ Maker, items []any) []any {
	seen := map[string]bool{}
	kept := []any{}
	for _, item := range items {
		if text := textOf(item); !seen[text] {
			seen[text] = true
			kept = append(kept, item)
		}
	}
	return kept
}

func textOf(value any) string { return fmt.Sprint(value) }

func onlyLabelsAndAnnotations(_ Maker, object Object) {
	for name := range object {
		if name != "labels" && name != "annotations" {
			delete(object, name)
		}
	}
}

func port(m Maker, object Object) {
	if _, ok := object["hostPort"]; ok && m.Chance(0.7) {
		delete(object, "hostPort")
	}
	if object["hostPort"] != nil && m.Chance(0.5) {
		object["hostPort"] = object["containerPort"]
	}
}

// probes: only readiness may take more than one success, and it never ends a container.
func probes(_ Maker, container Object) {
	delete(member(container, "livenessProbe"), "successThreshold")
	delete(member(container, "startupProbe"), "successThreshold")
	delete(member(container, "readinessProbe"), "terminationGracePeriodSeconds")
}

func probe(m Maker, object Object) {
	if m.Chance(0.9) {
		delete(object, "successThreshold")
	}
}

// volumeName is one of the few names that volumes have.
func (m Maker) volumeName() string { return Pick(m.Random, volumeNames...) }

var volumeNames = []string{"v1", "v2", "v3", "v4"}

func mount(m Maker, object Object) {
	object["name"] = m.volumeName()
	if object["recursiveReadOnly"] != nil && object["recursiveReadOnly"] != "Disabled" {
		object["readOnly"] = true
		delete(object, "mountPropagation")
	}
	if object["mountPropagation"] == "Bidirectional" && m.Chance(0.8) {
		object["mountPropagation"] = "HostToContainer"
	}
}

func device(m Maker, object Object) { object["name"] = m.volumeName() }

func emptyDir(_ Maker, object Object) {
	if object["medium"] == "HugePages" {
		delete(object, "sizeLimit")
	}
}

func profile(_ Maker, object Object) {
	if object["type"] == "Localhost" {
		if object["localhostProfile"] == nil {
			object["localhostProfile"] = "profiles/a.json"
		}
		return
	}
	delete(object, "localhostProfile")
}

func securityContext(m Maker, object Object) {
	if object["privileged"] == true && m.Chance(0.5) {
		object["privileged"] = false
	}
	if object["privileged"] == true && object["allowPrivilegeEscalation"] == false {
		delete(object, "allowPrivilegeEscalation")
	}
	if m.Chance(0.9) {
		delete(object, "procMount")
	}
}

var (
	podSpecType   = reflect.TypeFor[corev1.PodSpec]()
	containerType = reflect.TypeFor[corev1.Container]()
	volumeType    = reflect.TypeFor[corev1.Volume]()
	metadataType  = reflect.TypeFor[metav1.ObjectMeta]()
)
