package generate

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
)

// Text is an object as JSON: what encoding/json makes of it, which is asked where that is not plain.
func Text(object Object) []byte { return appendValue(make([]byte, 0, 2048), object) }

func appendValue(out []byte, value any) []byte {
	switch said := value.(type) {
	case Object:
		if said != nil {
			return appendObject(out, said)
		}
	case []any:
		if said != nil {
			return appendList(out, said)
		}
	case string:
		if isPlain(said) {
			return append(append(append(out, '"'), said...), '"')
		}
	case bool:
		return strconv.AppendBool(out, said)
	case int:
		return strconv.AppendInt(out, int64(said), 10)
	case float64:
		if said == math.Trunc(said) && math.Abs(said) < 1e15 && said != 0 {
			return strconv.AppendInt(out, int64(said), 10)
		}
	}
	return append(out, marshal(value)...)
}

func appendObject(out []byte, object Object) []byte {
	names := make([]string, 0, 16)
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	out = append(out, '{')
	for i, name := range names {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendValue(out, name), ':')
		out = appendValue(out, object[name])
	}
	return append(out, '}')
}

func appendList(out []byte, list []any) []byte {
	out = append(out, '[')
	for i, item := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendValue(out, item)
	}
	return append(out, ']')
}

// isPlain: nothing in it is written in another way.
func isPlain(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ', c >= 0x7f, c == '"', c == '\\', c == '<', c == '>', c == '&':
			return false
		}
	}
	return true
}

func marshal(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // Objects hold what JSON can say
	}
	return text
}

// Copy is a deep copy, with numbers and null as they come out of JSON.
func Copy(object Object) Object {
	copied, _ := copyValue(object).(Object)
	return copied
}

func copyValue(value any) any {
	switch said := value.(type) {
	case nil, string, bool, float64:
		return said
	case int:
		return float64(said)
	case Object:
		return copyObject(said)
	case []any:
		return copyList(said)
	}
	var copied any
	if err := json.Unmarshal(marshal(value), &copied); err != nil {
		panic(err) // it was made of JSON
	}
	return copied
}

func copyObject(object Object) any {
	if object == nil {
		return nil
	}
	copied := make(Object, len(object))
	for name, member := range object {
		copied[name] = copyValue(member)
	}
	return copied
}

func copyList(list []any) any {
	if list == nil {
		return nil
	}
	copied := make([]any, len(list))
	for i, item := range list {
		copied[i] = copyValue(item)
	}
	return copied
}
