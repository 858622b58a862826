package generate

import (
	"reflect"
	"slices"
	"strconv"
)

// Maker makes JSON values for Kubernetes' types.
type Maker struct {
	Random
	Say float64 // how likely a member that need not be there is there
}

// Object is a value of the struct type, with what its rule makes of it.
func (m Maker) Object(kind reflect.Type) Object {
	object := Object{}
	for _, field := range FieldsOf(kind) {
		if m.Chance(m.Say) {
			m.set(object, field)
		}
	}
	m.shape(object, kind)
	if rule, ok := rules[kind.Name()]; ok {
		rule(m, object)
	}
	return object
}

func (m Maker) set(object Object, field Field) {
	if len(field.said) == 1 && field.said[0] == "-" {
		return
	}
	if value := m.value(field.Kind, field.said); value != nil {
		object[field.Name] = value
	}
}

// need makes sure that a member is there.
func (m Maker) need(object Object, parent reflect.Type, names ...string) {
	for _, field := range FieldsOf(parent) {
		if _, there := object[field.Name]; !there && slices.Contains(names, field.Name) {
			m.set(object, field)
		}
	}
}

func vocabulary(parent reflect.Type, field Field) []string {
	for _, key := range []string{parent.Name() + "." + field.Name, elementName(field.Kind), "." + field.Name} {
		if said, ok := words[key]; ok {
			return said
		}
	}
	return []string{"x", "y"}
}

func elementName(kind reflect.Type) string {
	for kind.Kind() == reflect.Pointer || kind.Kind() == reflect.Slice {
		kind = kind.Elem()
	}
	return kind.Name()
}

func (m Maker) value(kind reflect.Type, said []string) any {
	switch kind {
	case quantityType:
		return Pick(m.Random, quantities...)
	case intstrType:
		return Pick[any](m.Random, 8080, 9090, "http", "metrics")
	case timeType:
		return nil
	}
	switch kind.Kind() {
	case reflect.Pointer:
		return m.value(kind.Elem(), said)
	case reflect.Struct:
		return m.Object(kind)
	case reflect.Map:
		return m.entries(kind, said)
	case reflect.Slice:
		return m.items(kind, said)
	case reflect.Bool:
		return m.Chance(0.7)
	case reflect.String:
		return Pick(m.Random, said...)
	default:
		number, err := strconv.Atoi(Pick(m.Random, said...))
		if err != nil {
			return 1 + m.IntN(3)
		}
		return number
	}
}

// entries is a map; a map of resources has their names.
func (m Maker) entries(kind reflect.Type, keys []string) any {
	object := Object{}
	if kind.Elem() == quantityType {
		keys = resourceNames
	}
	for _, key := range Some(m.Random, 1+m.IntN(2), keys...) {
		if kind.Elem() == quantityType {
			object[key] = m.amount(key)
		} else {
			object[key] = Pick(m.Random, "", "a", "b", "1", "true")
		}
	}
	return object
}

func (m Maker) items(kind reflect.Type, said []string) any {
	count := 1
	if m.Chance(0.4) {
		count = 2
	}
	list := []any{}
	switch element := kind.Elem(); element.Kind() {
	case reflect.String:
		for _, word := range Some(m.Random, count, said...) {
			list = append(list, word)
		}
	default:
		for range count {
			list = append(list, m.value(element, said))
		}
	}
	if rule, ok := listRules[elementName(kind)]; ok {
		list = rule(m, list)
	}
	return list
}

var resourceNames = []string{"cpu", "memory", "ephemeral-storage", "nvidia.com/gpu", "hugepages-2Mi"}

var quantities = []any{"1", "500m", "1Gi", "1024Mi", "2", "0.5", 1, "1e3"}

// amount is a quantity that a resource can have: GPUs are whole, huge pages come in pages.
func (m Maker) amount(name string) any {
	switch name {
	case "cpu":
		return Pick[any](m.Random, "500m", "0.5", "1", 1, "1000m", "2", 0.5)
	case "nvidia.com/gpu":
		return Pick[any](m.Random, "1", 1, "2")
	case "hugepages-2Mi":
		return Pick[any](m.Random, "2Mi", "4Mi", "4096Ki")
	default:
		return Pick[any](m.Random, "1Gi", "1024Mi", "2Gi", "512Mi", "1073741824", "1G")
	}
}
