package generate

import "reflect"

// Focus says these members of an object of that type, each most of the time.
func (m Maker) Focus(object Object, kind reflect.Type, names ...string) {
	for _, name := range names {
		if m.Chance(0.85) {
			m.need(object, kind, name)
		}
	}
}
