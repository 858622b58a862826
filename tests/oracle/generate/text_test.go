package generate_test

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"sparkgate.dev/oracle/generate"
)

// Objects of every sort, and what encoding/json makes of them.
func TestTextAndCopyAreThoseOfEncodingJSON(t *testing.T) {
	objects := []generate.Object{nil, {}, {"a": nil, "b": generate.Object(nil), "c": []any(nil), "d": []any{}, "": generate.Object{}},
		{"z": 1, "a/b~c": "<&>", "tür": "ü\u2028\n\"\\", "bytes": "\x7f\x00", "e": true},
		{"numbers": []any{0, -1, 0.0, math.Copysign(0, -1), 1.0, -7.0, 0.5, 1e15, 1e21, 1e-7, 1e30, math.MaxFloat64, int64(1) << 62,
			uint64(1) << 63, -9007199254740993, 999999999999999.0}}}
	for i := range uint64(200) {
		m := maker(i)
		pod := m.Pod("driver")
		m.Odd(pod)
		objects = append(objects, pod)
	}
	for _, object := range objects {
		wanted, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		if text := generate.Text(object); !bytes.Equal(text, wanted) {
			t.Errorf("%s\n%s", text, wanted)
		}
		var copied generate.Object
		if err := json.Unmarshal(wanted, &copied); err != nil {
			t.Fatal(err)
		}
		if made := generate.Copy(object); !reflect.DeepEqual(made, copied) {
			t.Errorf("%v\n%v", made, copied)
		}
	}
}
