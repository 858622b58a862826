package proofs

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/kubernetes/pkg/api/legacyscheme"

	"sparkgate.dev/oracle/generate"
)

// canonical is a pod as Kubernetes understands it: defaults filled in, what is not stored left out, keyed lists and
// sets in an order of their own.
func canonical(pod object) (object, error) {
	typed := &corev1.Pod{}
	if err := json.Unmarshal(generate.Text(pod), typed); err != nil {
		return nil, err
	}
	legacyscheme.Scheme.Default(typed)
	text, err := json.Marshal(typed)
	if err != nil {
		return nil, err
	}
	var result object
	err = json.Unmarshal(text, &result)
	sorted(result)
	return result, err
}

func sorted(value any) {
	parent, _ := value.(object)
	for name, member := range parent {
		items, _ := member.([]any)
		for _, item := range items {
			sorted(item)
		}
		if _, known := keyed[name]; (known || isUnion(name)) && isObjects(items) {
			sort.SliceStable(items, func(i, j int) bool { return sortKey(name, items[i]) < sortKey(name, items[j]) })
		}
		sorted(member)
	}
}

func sortKey(list string, item any) string {
	if keys, known := keyed[list]; known {
		return keyOf(item.(object), keys)
	}
	return short(item)
}

func isUnion(list string) bool {
	return slices.ContainsFunc(unions, func(name string) bool { return lastOf(name) == list })
}

// difference is where two values first differ, and how; empty when they do not. Quantities are compared by value.
func difference(ours, theirs any, path string) (string, string) {
	switch a := ours.(type) {
	case object:
		if b, ok := theirs.(object); ok {
			return ofMembers(a, b, path)
		}
	case []any:
		if b, ok := theirs.([]any); ok && len(a) == len(b) {
			for i := range a {
				if at, how := difference(a[i], b[i], fmt.Sprintf("%s[%d]", path, i)); at != "" {
					return at, how
				}
			}
			return "", ""
		}
	}
	if reflect.DeepEqual(ours, theirs) || sameQuantity(ours, theirs, path) {
		return "", ""
	}
	return path, fmt.Sprintf("ours %s, Kubernetes' %s", short(ours), short(theirs))
}

func ofMembers(a, b object, path string) (string, string) {
	names := map[string]bool{}
	for _, one := range []object{a, b} {
		for name := range one {
			names[name] = true
		}
	}
	ordered := make([]string, 0, len(names))
	for name := range names {
		ordered = append(ordered, name)
	}
	sort.Strings(ordered)
	for _, name := range ordered {
		if at, how := difference(a[name], b[name], path+"."+name); at != "" {
			return at, how
		}
	}
	return "", ""
}

func sameQuantity(ours, theirs any, path string) bool {
	a, isText := ours.(string)
	b, alsoText := theirs.(string)
	if !isText || !alsoText || !strings.Contains(path, "imits.") && !strings.Contains(path, "equests.") &&
		!strings.Contains(path, "sizeLimit") && !strings.Contains(path, "divisor") && !strings.Contains(path, "overhead.") {
		return false
	}
	first, err := resource.ParseQuantity(a)
	second, alsoErr := resource.ParseQuantity(b)
	return err == nil && alsoErr == nil && first.Cmp(second) == 0
}

func short(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%.300s", text)
}
