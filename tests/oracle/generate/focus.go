package generate

import (
	"reflect"
	"strings"
)

// Focus says these members of an object of that type, each most of the time.
func (m Maker) Focus(object Object, kind reflect.Type, names ...string) {
	for _, name := range names {
		if m.Chance(0.85) {
			m.need(object, kind, name)
		}
	}
}

// FocusPath does it for what lies at a path below a PodSpec, with the objects on the way.
func (m Maker) FocusPath(spec Object, path string) {
	object, kind := spec, podSpecType
	names := strings.Split(path, ".")
	for _, name := range names[:len(names)-1] {
		for _, field := range FieldsOf(kind) {
			if field.Name == name {
				object, kind = m.below(object, name), field.Kind.Elem()
				break
			}
		}
	}
	m.Focus(object, kind, names[len(names)-1])
}
