package podsecurity

import (
	"sparkgate.dev/oracle/generate"
)

func (t tailor) container(container object) {
	security := object{}
	t.must(security, "allowPrivilegeEscalation", []any{false}, []any{true, nil})
	t.may(security, "privileged", []any{false, nil}, []any{true})
	t.may(security, "procMount", []any{"Default", nil}, []any{"Unmasked", "", "default", "Masked"})
	t.must(security, "capabilities", []any{t.capabilities()}, []any{nil, object{}})
	t.confinement(security)
	t.must(container, "securityContext", []any{security}, []any{nil, object{}})
	t.ports(container)
	for _, probe := range []string{"livenessProbe", "readinessProbe", "startupProbe"} {
		t.may(container, probe, []any{t.handler(0), nil}, []any{t.handler(1)})
	}
	hooks := object{}
	for _, hook := range []string{"postStart", "preStop"} {
		t.may(hooks, hook, []any{t.handler(0), nil}, []any{t.handler(1)})
	}
	t.may(container, "lifecycle", []any{hooks, nil}, []any{hooks})
}

// confinement is what pods and containers have in common.
func (t tailor) confinement(security object) {
	t.must(security, "runAsNonRoot", []any{true}, []any{false, nil})
	t.may(security, "runAsUser", []any{185, -1, 4294967296, nil}, []any{0})
	t.must(security, "seccompProfile", []any{object{"type": "RuntimeDefault"},
		object{"type": "Localhost", "localhostProfile": "a.json"}}, badProfiles)
	t.may(security, "appArmorProfile", []any{object{"type": "RuntimeDefault"}, nil,
		object{"type": "Localhost", "localhostProfile": "a"}}, badProfiles)
	t.may(security, "windowsOptions", []any{object{}, object{"hostProcess": false}, object{"hostProcess": nil},
		object{"runAsUserName": "u"}}, []any{object{"hostProcess": true}})
	t.may(security, "seLinuxOptions", []any{t.selinux(), object{}, nil}, []any{t.selinux()})
}

var badProfiles = []any{object{"type": "Unconfined"}, object{"type": "runtime/default"}, object{"type": "localhost"},
	object{"type": ""}, object{"type": nil}, object{"localhostProfile": "a"}, object{}, nil}

func (t tailor) selinux() object {
	options := object{}
	t.may(options, "type", []any{"container_t", "container_init_t", "container_kvm_t", "container_engine_t", "", nil},
		[]any{"spc_t", "Container_t", " "})
	t.may(options, "user", []any{"", nil}, []any{"system_u"})
	t.may(options, "role", []any{"", nil}, []any{"object_r"})
	t.may(options, "level", []any{"s0"}, []any{"s0:c1"})
	return options
}

func (t tailor) capabilities() object {
	named := object{}
	t.must(named, "drop", []any{[]any{"ALL"}, []any{"NET_RAW", "ALL"}},
		[]any{nil, []any{}, []any{"all"}, []any{"CAP_ALL"}, []any{"NET_RAW"}, []any{nil}})
	var added []any
	for range t.IntN(3) {
		switch {
		case t.Chance(t.bad):
			added = append(added, generate.Pick[any](t.Random, "SYS_ADMIN", "NET_RAW", "ALL", "chown", "CAP_CHOWN", "", nil))
		case t.Chance(t.bad):
			added = append(added, generate.Pick(t.Random, defaultCapabilities...))
		default:
			added = append(added, "NET_BIND_SERVICE")
		}
	}
	named["add"] = added
	return named
}

var defaultCapabilities = []any{"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD",
	"NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"}

func (t tailor) ports(container object) {
	ports, _ := container["ports"].([]any)
	for range t.IntN(2) {
		ports = append(ports, object{"containerPort": generate.Pick(t.Random, 4040, 7078)})
	}
	for _, port := range ports {
		t.may(port.(object), "hostPort", []any{0, nil}, []any{4040, 7078, 1, -1})
	}
	if t.Chance(0.02) {
		ports = append(ports, nil, object{})
	}
	if len(ports) > 0 {
		container["ports"] = ports
	}
}

// handler asks somebody; with the chance given one that it names.
func (t tailor) handler(named float64) object {
	asked := object{"port": 80}
	if t.Chance(named) {
		asked["host"] = generate.Pick[any](t.Random, "127.0.0.1", "localhost", " ", "metadata.internal")
	} else {
		t.may(asked, "host", []any{"", nil}, []any{"", nil})
	}
	kind := generate.Pick(t.Random, "httpGet", "tcpSocket", "httpGet", "tcpSocket", "exec", "grpc")
	switch kind {
	case "exec":
		return object{"exec": object{"command": []any{"true"}, "host": "not.there"}}
	case "grpc":
		return object{"grpc": object{"port": 80}, "httpGet": nil}
	}
	return object{kind: asked}
}
