package trial

import (
	"slices"
	"sort"

	"sparkgate.dev/oracle/generate"
)

// without are copies of an object that lack something: one member or one item each, or all members but one.
func without(object Object) []Object {
	var found []Object
	for cut := 0; ; cut++ {
		copied := generate.Copy(object)
		left := cut
		if !cutOne(copied, &left) {
			return found
		}
		found = append(found, copied)
	}
}

// cutOne makes the cut that is number *left in the order of a walk. What an object is nothing without stays in it.
func cutOne(value any, left *int) bool {
	object, ok := value.(Object)
	if !ok {
		return false
	}
	names := spare(object)
	for _, name := range names {
		if len(names) > 2 && take(left) {
			for _, other := range names {
				if other != name {
					delete(object, other)
				}
			}
			return true
		}
		if take(left) {
			delete(object, name)
			return true
		}
	}
	return cutBelow(object, left)
}

func cutBelow(object Object, left *int) bool {
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if list, ok := object[name].([]any); ok {
			if shorter, done := cutItem(list, left); done {
				object[name] = shorter
				return true
			}
		} else if cutOne(object[name], left) {
			return true
		}
	}
	return false
}

func cutItem(list []any, left *int) ([]any, bool) {
	for i, item := range list {
		if take(left) {
			return slices.Delete(slices.Clone(list), i, i+1), true
		}
		if cutOne(item, left) {
			return list, true
		}
	}
	return nil, false
}

func spare(object Object) []string {
	var names []string
	for name := range object {
		if !generate.Needed(name) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

// take counts down to the cut that is wanted.
func take(left *int) bool {
	*left--
	return *left < 0
}
