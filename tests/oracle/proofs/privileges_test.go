package proofs

import (
	"fmt"
	"strings"

	"sparkgate.dev/oracle/trial"
)

// privileges: a pod has none more than before, but for those that a policy names.
func (l *lawyer) privileges(one *trial.Trial, before, after object) {
	policies := one.Set.Text()
	had := map[string]bool{}
	for _, one := range privilegesOf(before) {
		had[one.what] = true
	}
	for _, one := range privilegesOf(after) {
		if !had[one.what] && !strings.Contains(policies, one.words) {
			l.check(false, "privilege that no policy names: "+one.words, one.what)
		}
	}
}

// privilege is one that a pod has, and the words of a policy that gives it.
type privilege struct{ what, words string }

func privilegesOf(pod object) []privilege {
	var found []privilege
	spec := child(pod, "spec")
	for _, name := range []string{"hostPID", "hostNetwork", "hostIPC"} {
		if spec[name] == true {
			found = append(found, privilege{name, fmt.Sprintf("%q:true", name)})
		}
	}
	for _, volume := range objects(spec["volumes"]) {
		if path := child(volume, "hostPath")["path"]; path != nil {
			found = append(found, privilege{fmt.Sprint("path of the host ", path), fmt.Sprintf(`"path":%q`, path)})
		}
	}
	for _, list := range []string{"containers", "initContainers"} {
		for _, one := range objects(spec[list]) {
			found = append(found, containerPrivileges(one, child(spec, "securityContext"))...)
		}
	}
	return found
}

func containerPrivileges(container, ofPod object) []privilege {
	var found []privilege
	add := func(what, words string) {
		found = append(found, privilege{fmt.Sprint(container["name"], " ", what), words})
	}
	security := child(container, "securityContext")
	for _, name := range []string{"privileged", "allowPrivilegeEscalation"} {
		if security[name] == true {
			add(name, fmt.Sprintf("%q:true", name))
		}
	}
	user := security["runAsUser"]
	if user == nil {
		user = ofPod["runAsUser"]
	}
	if user == 0.0 {
		add("is root", `"runAsUser":0`)
	}
	capabilities, _ := child(security, "capabilities")["add"].([]any)
	for _, name := range capabilities {
		add(fmt.Sprint("may ", name), fmt.Sprintf("%q", name))
	}
	return found
}
