package generate

import (
	"fmt"
	"sort"
)

// Kept is the name of a member that Kubernetes does not know; what is in it has to survive.
const Kept = "xKept"

// Odd makes a pod what no API server would send, or hardly: nulls, empty maps, members and types that are not in the
// API, numbers that do not fit, more containers than anybody has.
func (m Maker) Odd(pod Object) {
	for range 1 + m.IntN(3) {
		places := places(pod)
		at := places[m.IntN(len(places))]
		switch m.IntN(13) {
		case 0, 1:
			at.object[at.name] = nil
		case 2, 3:
			at.empty()
		case 4, 5:
			at.object[at.name] = Pick[any](m.Random, "text", -1, true, []any{}, Object{}, []any{"x"}, 1.5)
		case 6, 7:
			at.object[at.name] = Pick[any](m.Random, 1e30, int64(1)<<62, uint64(1)<<63, -9007199254740993)
		case 8, 9:
			at.object[Pick(m.Random, "a/b~c", "tür", "", "~1", "x y")] = Pick[any](m.Random, "", "~/", "ü\u2028\n", nil)
		case 10:
			m.crowd(pod)
		default:
			m.mark(pod)
		}
	}
}

// place is a member that is there.
type place struct {
	object Object
	name   string
}

func (p place) empty() {
	switch p.object[p.name].(type) {
	case []any:
		p.object[p.name] = []any{}
	case Object:
		p.object[p.name] = Object{}
	}
}

func places(value any) []place {
	var found []place
	switch said := value.(type) {
	case Object:
		names := make([]string, 0, len(said))
		for name := range said {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			found = append(append(found, place{said, name}), places(said[name])...)
		}
	case []any:
		for _, item := range said {
			found = append(found, places(item)...)
		}
	}
	return found
}

// mark puts members that Kubernetes does not know where no policy replaces a whole.
func (m Maker) mark(pod Object) {
	spec := member(pod, "spec")
	marked := []Object{pod, member(pod, "metadata"), spec, member(spec, "securityContext"), member(spec, "affinity")}
	for _, name := range []string{"containers", "initContainers", "volumes"} {
		for _, item := range list(spec, name) {
			object, _ := item.(Object)
			marked = append(marked, object, member(object, "resources"), member(object, "securityContext"))
		}
	}
	for i, object := range marked {
		if object != nil && m.Chance(0.5) {
			object[Kept] = fmt.Sprintf("kept-%d-", i)
		}
	}
}

// crowd adds containers until there are two hundred.
func (m Maker) crowd(pod Object) {
	spec := member(pod, "spec")
	if spec == nil {
		return
	}
	containers := list(spec, "containers")
	for i := len(containers); i < 200; i++ {
		containers = append(containers, Object{"name": fmt.Sprintf("c%d", i), "image": "app:1"})
	}
	spec["containers"] = containers
}
