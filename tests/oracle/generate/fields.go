package generate

import (
	"reflect"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// Field is one member of a Kubernetes type as JSON has it.
type Field struct {
	Name string
	Kind reflect.Type

	said []string // its values: see words
}

var known sync.Map // reflect.Type to []Field

// FieldsOf are the members of a struct, those of embedded ones among them, in the order of the source.
func FieldsOf(kind reflect.Type) []Field {
	if found, ok := known.Load(kind); ok {
		return found.([]Field)
	}
	var fields []Field
	for i := range kind.NumField() {
		name, _, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
		switch {
		case name != "":
			fields = append(fields, Field{Name: name, Kind: kind.Field(i).Type})
		case kind.Field(i).Anonymous:
			fields = append(fields, FieldsOf(kind.Field(i).Type)...)
		}
	}
	for i := range fields {
		fields[i].said = vocabulary(kind, fields[i])
	}
	known.Store(kind, fields)
	return fields
}

var (
	quantityType = reflect.TypeFor[resource.Quantity]()
	intstrType   = reflect.TypeFor[intstr.IntOrString]()
	timeType     = reflect.TypeFor[metav1.Time]()
)
