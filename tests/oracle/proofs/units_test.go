package proofs

import (
	"reflect"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"sparkgate.dev/oracle/generate"
)

// unitsHold: a variable and a profile that a policy speaks of is the policy's, whole.
func unitsHold(l *lawyer, pod, policy, result object) {
	eachList(pod, policy, result, podType, func(name string, kind reflect.Type, lists [3][]any) {
		if name != "Container.env" {
			return
		}
		for _, wanted := range objects(lists[1]) {
			text, _ := wanted["name"].(string)
			is := named(lists[2], text)
			l.check(is != nil && equalAs(kind, withVersion(is), withVersion(wanted)), "variable is not the policy's", is, "for", wanted)
		}
	})
	for _, at := range []string{"seccompProfile", "appArmorProfile"} {
		l.profile(child(child(policy, "spec"), "securityContext"), child(child(result, "spec"), "securityContext"), at)
		for _, wanted := range objects(child(policy, "spec")["containers"]) {
			name, _ := wanted["name"].(string)
			l.profile(child(wanted, "securityContext"), child(container(result, name), "securityContext"), at)
		}
	}
}

// withVersion is the variable with what the API server fills in.
func withVersion(variable object) object {
	filled := generate.Copy(variable)
	if field := child(child(filled, "valueFrom"), "fieldRef"); field != nil && field["apiVersion"] == nil {
		field["apiVersion"] = "v1"
	}
	return filled
}

func (l *lawyer) profile(wanted, is object, name string) {
	if said := child(wanted, name); said != nil {
		l.check(equalAs(reflect.TypeFor[corev1.SeccompProfile](), child(is, name), said), name+" is not the policy's",
			child(is, name), "for", said)
	}
}

// alternativesHold: nowhere are there two of what excludes each other.
func alternativesHold(l *lawyer, _, _, result object) { l.alternatives(result, podType, "") }

func (l *lawyer) alternatives(value object, kind reflect.Type, path string) {
	said := 0
	for _, name := range slices.Compact(slices.Sorted(slices.Values(generate.Alternatives(kind)))) {
		if value[name] != nil {
			said++
		}
	}
	l.check(said < 2, "two alternatives at "+path, value)
	for _, field := range generate.FieldsOf(kind) {
		element := structOf(field.Kind)
		if element == nil {
			continue
		}
		if inner := child(value, field.Name); inner != nil {
			l.alternatives(inner, element, path+"."+field.Name)
		}
		for _, item := range objects(value[field.Name]) {
			l.alternatives(item, element, path+"."+field.Name+"[]")
		}
	}
}
