package podsecurity

import (
	"encoding/json"
	"os"
	"path/filepath"
	"sync"

	"sparkgate.dev/oracle/generate"
)

type object = generate.Object

// A tailor makes pods that say something in every place that a control reads, or nearly there. Bad is how likely a
// place says what some control refuses.
type tailor struct {
	generate.Random
	bad float64
}

func newTailor(random generate.Random) tailor {
	return tailor{random, generate.Pick(random, 0, 0.01, 0.03, 0.1, 0.4)}
}

// may says something harmless or nothing, and with the tailor's chance something bad.
func (t tailor) may(in object, name string, fine, bad []any) {
	switch {
	case t.Chance(t.bad):
		in[name] = generate.Pick(t.Random, bad...)
	case t.Chance(0.3):
		in[name] = generate.Pick(t.Random, fine...)
	}
}

// must says something harmless, and with the tailor's chance something bad or nothing.
func (t tailor) must(in object, name string, fine, bad []any) {
	switch {
	case !t.Chance(t.bad):
		in[name] = generate.Pick(t.Random, fine...)
	case t.Chance(0.6):
		in[name] = generate.Pick(t.Random, bad...)
	}
}

// pod is a small one, or what real tools made, dressed.
func (t tailor) pod() object {
	pod := object{"apiVersion": "v1", "kind": "Pod", "metadata": object{"name": "p"}, "spec": object{}}
	if t.Chance(0.2) {
		pod = generate.Copy(generate.Pick(t.Random, recordedPods()...))
	}
	metadata, spec := pod["metadata"].(object), pod["spec"].(object)
	for _, list := range []struct {
		name string
		most int
	}{{"containers", 3}, {"initContainers", 2}, {"ephemeralContainers", 2}} {
		t.containers(spec, list.name, list.most)
	}
	t.ofPod(spec)
	t.volumes(spec)
	t.annotations(metadata)
	return pod
}

var containerNames = []string{"a", "b", "spark-kubernetes-driver"}

func (t tailor) containers(spec object, list string, most int) {
	containers, _ := spec[list].([]any)
	if len(containers) == 0 {
		for range t.IntN(most + 1) {
			containers = append(containers, object{"name": generate.Pick(t.Random, containerNames...), "image": "spark"})
		}
	}
	for _, container := range containers {
		t.container(container.(object))
	}
	if t.Chance(0.02) {
		containers = append(containers, nil)
	}
	if len(containers) > 0 || t.Chance(0.1) {
		spec[list] = containers
	}
}

func (t tailor) ofPod(spec object) {
	for _, name := range []string{"hostNetwork", "hostPID", "hostIPC"} {
		t.may(spec, name, []any{false, nil}, []any{true})
	}
	if t.Chance(0.3) {
		spec["hostUsers"] = generate.Pick[any](t.Random, true, false, false, nil)
	}
	if t.Chance(0.3) {
		spec["os"] = generate.Pick[any](t.Random, nil, object{"name": "windows"}, object{"name": "windows"},
			object{"name": "linux"}, object{"name": "Windows"}, object{"name": nil}, object{})
	}
	security := object{}
	t.confinement(security)
	if t.Chance(0.4) {
		security["sysctls"] = t.sysctls()
	}
	if t.Chance(0.1) { // of containers only
		security["privileged"], security["capabilities"] = true, object{"add": []any{"SYS_ADMIN"}}
		security["procMount"] = "Unmasked"
	}
	spec["securityContext"] = security
	if t.Chance(t.bad) {
		spec["securityContext"] = generate.Pick[any](t.Random, nil, object{})
	}
}

func (t tailor) sysctls() any {
	var list []any
	for range t.IntN(3) {
		one := object{"value": "1"}
		t.must(one, "name", safeSysctls, []any{"kernel.msgmax", "net.ipv4.tcp_wmem ", "Net.ipv4.tcp_wmem", "", nil})
		list = append(list, one)
	}
	return list
}

// safeSysctls are safe in some version.
var safeSysctls = []any{"kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies",
	"net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ip_local_reserved_ports",
	"net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
	"net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"}

// recordedPods are those that real tools made, as webhooks were sent them.
var recordedPods = sync.OnceValue(func() []object {
	files, _ := filepath.Glob("../../recordings/*.json")
	var pods []object
	for _, file := range files {
		var review struct {
			Request struct{ Object object }
		}
		text, err := os.ReadFile(file)
		if err != nil || json.Unmarshal(text, &review) != nil || review.Request.Object["kind"] != "Pod" {
			continue
		}
		pod := review.Request.Object
		delete(pod["metadata"].(object), "managedFields")
		pods = append(pods, pod)
	}
	return pods
})
