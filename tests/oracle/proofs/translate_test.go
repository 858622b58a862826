package proofs

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"

	"sparkgate.dev/oracle/generate"
	"sparkgate.dev/oracle/kube"
)

// translated is the patch that makes Kubernetes' strategic merge do what ours does where we differ on purpose (the
// comment in webhook/decision/pod_type_table.cc): Kubernetes has words for it. The fragment names the Spark container
// as the pod does.
func translated(fragment, pod object) object {
	patch := generate.Copy(fragment)
	dropPieces(patch, pod)
	translator{}.members(patch, pod, reflect.TypeFor[corev1.Pod]())
	return patch
}

// dropPieces: a container without an image only changes one that is there.
func dropPieces(patch, pod object) {
	spec := child(patch, "spec")
	for _, list := range []string{"containers", "initContainers"} {
		items, _ := spec[list].([]any)
		kept := slices.DeleteFunc(slices.Clone(items), func(item any) bool {
			name, _ := item.(object)["name"].(string)
			return item.(object)["image"] == nil && item.(object)["$patch"] == nil && named(child(pod, "spec")[list], name) == nil
		})
		if len(kept) < len(items) {
			spec[list] = kept
		}
	}
}

// whole: never half of two. unions: appended unless an equal item is there. twoKeys: found by both. Kubernetes replaces the first, but for host
// aliases, and knows the second by the first key alone.
var (
	unions = []string{"PodSpec.tolerations", "PodSpec.hostAliases", "PodSpec.readinessGates", "Container.envFrom",
		"NodeAffinity.preferredDuringSchedulingIgnoredDuringExecution",
		"PodAffinity.requiredDuringSchedulingIgnoredDuringExecution",
		"PodAffinity.preferredDuringSchedulingIgnoredDuringExecution",
		"PodAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution",
		"PodAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution"}
	twoKeys = []string{"PodSpec.topologySpreadConstraints", "Container.ports"}
	whole   = []string{"SeccompProfile", "AppArmorProfile", "TopologySpreadConstraint"}
)

type translator struct{}

// members walks a patch beside what it will be merged into, which may be absent.
func (t translator) members(patch, pod object, kind reflect.Type) {
	for _, field := range generate.FieldsOf(kind) {
		said, there := patch[field.Name]
		if !there {
			continue
		}
		name, element := kind.Name()+"."+field.Name, structOf(field.Kind)
		if givesUp(said) {
			patch[field.Name] = replacement(said, pod[field.Name], name)
			continue
		}
		switch here := pod[field.Name].(type) {
		case object:
			if inner, ok := said.(object); ok && element != nil {
				t.members(inner, here, element)
			}
		case []any:
			if items, ok := said.([]any); ok && element != nil {
				patch[field.Name] = t.items(items, here, name, element)
			}
		}
	}
	if slices.Contains(whole, kind.Name()) {
		for name := range pod {
			if _, said := patch[name]; !said {
				patch[name] = nil
			}
		}
	}
	t.alternatives(patch, pod, kind)
}

// givesUp: what the pod has there goes.
func givesUp(said any) bool {
	inner, _ := said.(object)
	items, _ := said.([]any)
	return inner["$patch"] == "replace" || slices.ContainsFunc(objects(items), func(item object) bool { return item["$patch"] == "replace" })
}

// replacement: Kubernetes drops an object that is to replace one which is not there, and knows the word in lists with
// a merge key only.
func replacement(said, here any, name string) any {
	if inner, ok := said.(object); ok {
		maps.DeleteFunc(inner, func(_ string, value any) bool { return value == nil }) // it would be left in
		if here == nil {
			delete(inner, "$patch")
		}
		return inner
	}
	if here != nil && (name == "PodSpec.hostAliases" || !slices.Contains(unions, name)) {
		return said
	}
	return slices.DeleteFunc(slices.Clone(said.([]any)), func(item any) bool { return item.(object)["$patch"] != nil })
}

// alternatives exclude each other: what the pod has instead goes.
func (translator) alternatives(patch, pod object, kind reflect.Type) {
	names := generate.Alternatives(kind)
	if !slices.ContainsFunc(names, func(name string) bool { return patch[name] != nil }) {
		return
	}
	for _, name := range names {
		if patch[name] == nil && pod[name] != nil {
			patch[name] = nil
		}
	}
}

func (t translator) items(items, here []any, name string, kind reflect.Type) []any {
	replace := object{"$patch": "replace"}
	switch {
	case name == "PodSpec.hostAliases":
		return append([]any{replace}, united(here, items, kind)...)
	case slices.Contains(unions, name):
		return united(here, items, kind)
	case slices.Contains(twoKeys, name):
		return append([]any{replace}, byTwoKeys(here, items, keyed[name[len(name)-len(lastOf(name)):]], kind)...)
	case name == "Container.env":
		return units(items, here)
	}
	keys, ok := keyed[lastOf(name)]
	if !ok {
		return items
	}
	for _, item := range objects(items) {
		if same := withKeys(here, item, keys); same != nil {
			t.members(item, same, kind)
		} else if item["$patch"] == nil {
			plain(item)
		}
	}
	return items
}

func lastOf(name string) string {
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '.' {
			return name[i+1:]
		}
	}
	return name
}

// plain is an item that is new: Kubernetes leaves the words of the merge, and nulls, in it.
func plain(item object) {
	maps.DeleteFunc(item, func(name string, value any) bool { return value == nil || name[0] == '$' })
	for name, value := range item {
		if inner, ok := value.(object); ok {
			plain(inner)
		}
		if items, ok := value.([]any); ok {
			item[name] = slices.DeleteFunc(items, func(one any) bool { inner, _ := one.(object); return inner["$patch"] != nil })
			for _, one := range objects(item[name]) {
				plain(one)
			}
		}
	}
}

// units are variables that replace those of their name whole.
func units(items, here []any) []any {
	patch := []any{}
	for _, item := range items {
		if name, _ := item.(object)["name"].(string); named(here, name) != nil && item.(object)["$patch"] == nil {
			patch = append(patch, object{"name": name, "$patch": "delete"})
		}
	}
	return append(patch, items...)
}

func united(here, items []any, kind reflect.Type) []any {
	list := slices.Clone(here)
	for _, item := range items {
		if slices.ContainsFunc(list, func(other any) bool { return equalAs(kind, other, item) }) {
			continue
		}
		if at := filledIn(here, item); at >= 0 && equalAs(kind, list[at], here[at]) {
			list[at] = item
			continue
		}
		list = append(list, item)
	}
	return list
}

// filledIn is where a toleration of ours stands in for the one that the API server put there by itself.
func filledIn(here []any, item any) int {
	ours := item.(object)
	effect := ours["effect"]
	return slices.IndexFunc(here, func(other any) bool {
		theirs := other.(object)
		return theirs["tolerationSeconds"] == 300.0 && theirs["operator"] == "Exists" && theirs["effect"] == "NoExecute" &&
			(theirs["key"] == corev1.TaintNodeNotReady || theirs["key"] == corev1.TaintNodeUnreachable) &&
			theirs["key"] == ours["key"] && (effect == nil || effect == "NoExecute")
	})
}

func byTwoKeys(here, items []any, keys []string, kind reflect.Type) []any {
	list := slices.Clone(here)
	for _, item := range items {
		at := slices.IndexFunc(list, func(other any) bool {
			return keyOf(other.(object), keys) == keyOf(item.(object), keys)
		})
		if at < 0 {
			list = append(list, item)
			continue
		}
		if slices.Contains(whole, kind.Name()) {
			list[at] = item
			continue
		}
		merged, err := kube.MergeAs(kind, generate.Copy(list[at].(object)), generate.Copy(item.(object)))
		if err != nil {
			panic(err) // both are objects of that type
		}
		list[at] = merged
	}
	return list
}

func withKeys(here []any, item object, keys []string) object {
	for _, other := range objects(here) {
		if keyOf(other, keys) == keyOf(item, keys) {
			return other
		}
	}
	return nil
}

func equalAs(kind reflect.Type, a, b any) bool {
	first, second := reflect.New(kind), reflect.New(kind)
	for value, into := range map[*any]reflect.Value{&a: first, &b: second} {
		text, err := json.Marshal(*value)
		if err != nil || json.Unmarshal(text, into.Interface()) != nil {
			return false
		}
	}
	return equality.Semantic.DeepEqual(first.Interface(), second.Interface())
}

// structOf is the struct behind pointers and lists; nil when there is none.
func structOf(kind reflect.Type) reflect.Type {
	for kind.Kind() == reflect.Pointer || kind.Kind() == reflect.Slice {
		kind = kind.Elem()
	}
	if kind.Kind() != reflect.Struct {
		return nil
	}
	return kind
}
