package generate

import "maps"

// Direct puts words of the strategic merge patch into a fragment for overrides, where a policy may say them: not all of
// a pod, of its containers and volumes and of what Spark's container has is the policy's.
func (m Maker) Direct(fragment Object) {
	spec := member(fragment, "spec")
	if spec == nil {
		spec = Object{}
		fragment["spec"] = spec
	}
	for range 1 + m.IntN(3) {
		Pick(m.Random, m.nullOfSpec, m.nullInside, m.giveUpMap, m.giveUpList, m.dropItem, m.retain, m.reorder)(spec)
	}
}

// nullOfSpec takes out a member of the spec.
func (m Maker) nullOfSpec(spec Object) {
	spec[Pick(m.Random, "terminationGracePeriodSeconds", "activeDeadlineSeconds", "dnsPolicy", "nodeSelector", "hostNetwork",
		"hostPID", "hostIPC", "shareProcessNamespace", "securityContext", "imagePullSecrets", "affinity", "schedulerName",
		"tolerations", "hostAliases", "priorityClassName", "dnsConfig", "readinessGates", "runtimeClassName",
		"enableServiceLinks", "topologySpreadConstraints", "schedulingGates", "automountServiceAccountToken",
		"setHostnameAsFQDN", "hostUsers", "hostnameOverride")] = nil
}

// nullInside takes out a member of an object below the spec, or of a container.
func (m Maker) nullInside(spec Object) {
	switch m.IntN(3) {
	case 0:
		m.below(spec, "nodeSelector")[Pick(m.Random, words["PodSpec.nodeSelector"]...)] = nil
	case 1:
		m.below(spec, "securityContext")[Pick(m.Random, "runAsUser", "runAsGroup", "runAsNonRoot", "fsGroup", "supplementalGroups",
			"sysctls", "seccompProfile", "appArmorProfile", "seLinuxOptions", "fsGroupChangePolicy")] = nil
	default:
		piece := m.piece(spec)
		name := Pick(m.Random, "workingDir", "livenessProbe", "readinessProbe", "startupProbe", "securityContext", "stdin", "tty",
			"envFrom", "terminationMessagePath", "volumeDevices", "lifecycle", "stdinOnce")
		if name != "lifecycle" || piece["name"] != "$spark" { // an executor keeps its preStop
			piece[name] = nil
		}
	}
}

// below is an object of that name, made when it is not there.
func (m Maker) below(object Object, name string) Object {
	inner := member(object, name)
	if inner == nil {
		inner = Object{}
		object[name] = inner
	}
	return inner
}

// piece is a container of the fragment: a side-car or the Spark container.
func (m Maker) piece(spec Object) Object {
	name := Pick(m.Random, "side-1", "side-2", "$spark")
	for _, item := range list(spec, "containers") {
		if item.(Object)["name"] == name {
			return item.(Object)
		}
	}
	made := Object{"name": name}
	spec["containers"] = append(list(spec, "containers"), made)
	return made
}

func (m Maker) giveUpMap(spec Object) {
	at := m.below(spec, Pick(m.Random, "nodeSelector", "securityContext", "dnsConfig", "affinity"))
	if m.Chance(0.4) {
		piece := m.piece(spec)
		at = m.below(piece, "securityContext")
		if probe := member(piece, Pick(m.Random, "livenessProbe", "readinessProbe")); probe != nil {
			at = probe
		}
	}
	word := Pick(m.Random, "replace", "replace", "delete")
	if at["exec"] != nil || at["httpGet"] != nil || at["tcpSocket"] != nil || at["grpc"] != nil {
		word = "replace" // an empty probe is none
	}
	if word == "delete" {
		maps.DeleteFunc(at, func(string, any) bool { return true })
	}
	at["$patch"] = word
}

func (m Maker) giveUpList(spec Object) {
	at, name := spec, Pick(m.Random, "tolerations", "hostAliases", "readinessGates", "imagePullSecrets",
		"topologySpreadConstraints", "schedulingGates")
	if piece := m.piece(spec); piece["name"] != "$spark" && m.Chance(0.5) {
		at, name = piece, Pick(m.Random, "env", "envFrom", "ports")
	}
	at[name] = append([]any{Object{"$patch": "replace"}}, list(at, name)...)
}

// dropItem names an item of a keyed list that is to go.
func (m Maker) dropItem(spec Object) {
	at, name, item := spec, "", Object{}
	switch m.IntN(6) {
	case 0:
		name, item = "volumes", Object{"name": m.volumeName()}
	case 1:
		name, item = "containers", Object{"name": Pick(m.Random, "side-1", "side-2")}
	case 2:
		name, item = "initContainers", Object{"name": Pick(m.Random, "init-1", "init-2")}
	case 3:
		name, item = "imagePullSecrets", Object{"name": Pick(m.Random, words["LocalObjectReference.name"]...)}
	case 4:
		at, name, item = m.piece(spec), "env", Object{"name": Pick(m.Random, words["EnvVar.name"]...)}
	default:
		at, name, item = m.piece(spec), "volumeMounts", Object{"mountPath": Pick(m.Random, words["VolumeMount.mountPath"]...)}
	}
	item["$patch"] = "delete"
	kept := []any{}
	for _, other := range list(at, name) {
		same := other.(Object)
		if same["name"] != item["name"] || same["mountPath"] != item["mountPath"] {
			kept = append(kept, other)
		}
	}
	at[name] = append(kept, item)
}

// retain keeps of an object what the fragment says, and perhaps one thing more.
func (m Maker) retain(spec Object) {
	at := member(spec, "securityContext")
	if volumes := list(spec, "volumes"); len(volumes) > 0 && m.Chance(0.6) {
		at = Pick(m.Random, volumes...).(Object)
	}
	if at == nil || at["$patch"] != nil {
		return
	}
	keys := []any{Pick(m.Random, "name", "runAsUser", "fsGroup")}
	for _, place := range places(at) {
		if _, there := at[place.name]; there && place.name != keys[0] && place.name[0] != '$' {
			keys = append(keys, place.name)
		}
	}
	at["$retainKeys"] = keys
}

// reorder says in which order containers are to stand.
func (m Maker) reorder(spec Object) {
	order := []any{}
	said := map[any]bool{}
	for _, item := range list(spec, "containers") {
		if name := item.(Object)["name"]; item.(Object)["$patch"] == nil {
			said[name] = true
			order = append(order, Object{"name": name})
		}
	}
	for _, name := range Some(m.Random, 2, "side-1", "side-2", "$spark") {
		if !said[name] {
			order = append([]any{Object{"name": name}}, order...)
		}
	}
	spec["$setElementOrder/containers"] = order
}
