package generate

import (
	"strconv"
	"strings"
)

// Repair takes out of an object what `complaints` names, as paths like spec.containers[0].ports[1].name, until there
// are none or it does not help. It says whether there are none.
func Repair(object Object, complaints func(Object) []string) bool {
	for range 6 {
		paths := complaints(object)
		if len(paths) == 0 {
			return true
		}
		for _, path := range paths {
			remove(object, steps(path))
		}
	}
	return len(complaints(object)) == 0
}

// steps takes a path apart; what stands in brackets is one step, whatever it holds.
func steps(path string) []string {
	var found []string
	for path != "" {
		switch {
		case path[0] == '[':
			end := max(1, strings.IndexByte(path, ']'))
			found, path = append(found, path[1:end]), path[min(len(path), end+1):]
		case path[0] == '.':
			path = path[1:]
		default:
			end := strings.IndexAny(path, ".[")
			if end < 0 {
				end = len(path)
			}
			found, path = append(found, path[:end]), path[end:]
		}
	}
	return found
}

// meant are paths that complaints write in another way than JSON.
var meant = map[string]string{"spec.HostIPC": "spec.hostIPC", "spec.HostPID": "spec.hostPID",
	"spec.securityContext.shareProcessNamespace": "spec.shareProcessNamespace"}

// remove takes away what the path leads to, or the last thing on the way that is there. The spec, and containers as
// a whole, stay: a pod without them is no better.
func remove(object Object, path []string) {
	if other, ok := meant[strings.Join(path, ".")]; ok {
		path = steps(other)
	}
	least := 2
	if len(path) > 1 && strings.HasSuffix(path[1], "ontainers") {
		least = 4
	}
	for end := len(path); end >= least; end-- {
		if removeAt(object, path[:end]) {
			return
		}
	}
}

func removeAt(object Object, path []string) bool {
	name := path[0]
	inner, there := object[name]
	if !there {
		return false
	}
	if len(path) == 1 {
		delete(object, name)
		return true
	}
	if items, ok := inner.([]any); ok {
		return removeItem(object, items, path)
	}
	child, ok := inner.(Object)
	return ok && removeAt(child, path[1:])
}

func removeItem(object Object, items []any, path []string) bool {
	index, err := strconv.Atoi(path[1])
	if err != nil || index >= len(items) {
		return false
	}
	if child, ok := items[index].(Object); ok && len(path) > 2 {
		return removeAt(child, path[2:])
	}
	if len(path) > 2 {
		return false
	}
	object[path[0]] = append(append([]any{}, items[:index]...), items[index+1:]...)
	return true
}
