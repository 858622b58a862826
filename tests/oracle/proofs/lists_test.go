package proofs

import (
	"reflect"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"sparkgate.dev/oracle/generate"
)

// eachList calls with the lists that pod, policy and result have under the same path, where the policy has one.
func eachList(pod, policy, result object, kind reflect.Type, call func(name string, element reflect.Type, lists [3][]any)) {
	for _, field := range generate.FieldsOf(kind) {
		element := structOf(field.Kind)
		switch said := policy[field.Name].(type) {
		case object:
			if element != nil {
				eachList(child(pod, field.Name), said, child(result, field.Name), element, call)
			}
		case []any:
			here, _ := pod[field.Name].([]any)
			now, _ := result[field.Name].([]any)
			call(kind.Name()+"."+field.Name, element, [3][]any{here, said, now})
			for _, item := range objects(said) {
				if name, ok := item["name"].(string); ok && element != nil && field.Name == "containers" {
					eachList(named(here, name), item, named(now, name), element, call)
				}
			}
		}
	}
}

var podType = reflect.TypeFor[corev1.Pod]()

// unionsHold: all that the pod had, in its order; all that the policy wants; nothing twice, nothing else.
func unionsHold(l *lawyer, pod, policy, result object) {
	eachList(pod, policy, result, podType, func(name string, kind reflect.Type, lists [3][]any) {
		if !slices.Contains(unions, name) {
			return
		}
		here, said, now := lists[0], lists[1], lists[2]
		in := func(list []any, item any) bool {
			return slices.ContainsFunc(list, func(other any) bool { return equalAs(kind, other, item) })
		}
		at := 0
		for _, item := range here {
			next := slices.IndexFunc(now[min(at, len(now)):], func(other any) bool { return equalAs(kind, other, item) })
			standsIn := slices.ContainsFunc(said, func(ours any) bool { return filledIn([]any{item}, ours) >= 0 })
			l.check(next >= 0 || standsIn, "lost or moved in "+name, item, "of", here, "in", now)
			at += next + 1
		}
		for i, item := range now {
			l.check(in(here, item) || in(said, item), "made up in "+name, item)
			l.check(!in(now[:i], item) || in(here, item), "twice in "+name, item)
		}
		for _, item := range said {
			l.check(in(now, item), "missing in "+name, item, "in", now)
		}
	})
}

// twoKeysHold: one item for each pair of keys; of the policy where it has one, else as it was.
func twoKeysHold(l *lawyer, pod, policy, result object) {
	eachList(pod, policy, result, podType, func(name string, kind reflect.Type, lists [3][]any) {
		if !slices.Contains(twoKeys, name) {
			return
		}
		here, said, now := lists[0], lists[1], lists[2]
		keys := keyed[lastOf(name)]
		for i, item := range objects(now) {
			was, wanted := withKeys(here, item, keys), withKeys(said, item, keys)
			if withKeys(now[:i], item, keys) != nil { // a pod may have ports twice: the first is the one
				l.check(i < len(here), "keys twice in "+name, now)
				continue
			}
			l.check(was != nil || wanted != nil, "made up in "+name, item)
			if wanted == nil {
				l.check(reflect.DeepEqual(was, item), "changed in "+name, was, "is now", item)
			} else if slices.Contains(whole, kind.Name()) {
				l.check(equalAs(kind, wanted, item), "not as the policy says in "+name, item, wanted)
			}
			for member, value := range wanted {
				l.check(reflect.DeepEqual(item[member], value) || equalAs(kind, object{member: value}, object{member: item[member]}),
					"member of "+name+" is not the policy's", item)
			}
		}
		for _, item := range objects(said) {
			l.check(withKeys(now, item, keys) != nil, "missing in "+name, item)
		}
	})
}
