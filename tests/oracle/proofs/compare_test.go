package proofs

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"sparkgate.dev/oracle/generate"
	"sparkgate.dev/oracle/kube"
	"sparkgate.dev/oracle/trial"
)

// stored is a pod as the API server keeps it: what it fills in filled in.
func stored(bench *trial.Bench, pod object) (*corev1.Pod, error) {
	typed, err := kube.ReadMade(generate.Text(pod))
	if err != nil {
		return nil, err
	}
	typed.Spec.Priority, typed.Spec.PreemptionPolicy = nil, nil // computed
	return bench.Server.Arrive(typed)
}

// canonical is a stored pod as JSON: what is not stored left out, keyed lists and sets in an order of their own.
func canonical(pod *corev1.Pod) object {
	text, err := json.Marshal(pod)
	if err != nil {
		panic(err) // it came out of JSON
	}
	var result object
	if err := json.Unmarshal(tokenVolume.ReplaceAll(text, []byte("kube-api-access")), &result); err != nil {
		panic(err)
	}
	sorted(result)
	return result
}

// tokenVolume is a name that the API server makes up.
var tokenVolume = regexp.MustCompile(`kube-api-access-[a-z0-9]+`)

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

// firstDifference is where two values first differ, and how; empty when they do not. Quantities are compared by value.
func firstDifference(ours, theirs any, path string) (string, string) {
	switch a := ours.(type) {
	case object:
		if b, ok := theirs.(object); ok {
			return ofMembers(a, b, path)
		}
	case []any:
		if b, ok := theirs.([]any); ok && len(a) == len(b) {
			for i := range a {
				if at, how := firstDifference(a[i], b[i], fmt.Sprintf("%s[%d]", path, i)); at != "" {
					return at, how
				}
			}
			return "", ""
		}
	}
	if reflect.DeepEqual(ours, theirs) || isNoList(ours) && isNoList(theirs) || sameQuantity(ours, theirs, path) {
		return "", ""
	}
	return path, fmt.Sprintf("ours %s, Kubernetes' %s", short(ours), short(theirs))
}

// isNoList: a list without items is stored as none, and read back as one or the other.
func isNoList(value any) bool {
	items, isList := value.([]any)
	return value == nil || isList && len(items) == 0
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
		if at, how := firstDifference(a[name], b[name], path+"."+name); at != "" {
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
