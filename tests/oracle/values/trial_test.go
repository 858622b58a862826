package values

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sparkgate.dev/oracle/generate"
)

type object = generate.Object

// A trial is a policy, a pod that is asked about under it, and what has to come of both.
type trial struct {
	index uint64
	said  string   // the values that it is about
	cases []string // what it is an example of
	spec  object   // of the policy
	pod   object   // asked about unless the policy must not load

	refused string   // what `check` has to complain about; empty: the policy loads
	broken  []string // the rules that the pod breaks, each with its message, sorted
	patched bool     // whether the policy changes the pod
}

func file(i int) string      { return fmt.Sprint(i, ".yaml") }
func namespace(i int) string { return fmt.Sprint("n", i) }

// policy is the trial's, for the namespace of its number.
func (one trial) policy(i int) []byte {
	spec := generate.Copy(one.spec)
	match, _ := spec["match"].(object)
	if match == nil {
		match = object{}
		spec["match"] = match
	}
	match["namespaces"] = []any{namespace(i)}
	return generate.Text(object{"apiVersion": "sparkgate.dev/v1", "kind": "SparkPolicy",
		"metadata": object{"name": namespace(i)}, "spec": spec})
}

func (one trial) review(i int) []byte {
	return fmt.Appendf(nil, `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u",`+
		`"kind":{"group":"","version":"v1","kind":"Pod"},"resource":{"group":"","version":"v1","resource":"pods"},`+
		`"namespace":%q,"operation":"CREATE","userInfo":{"username":"jane"},"object":%s}}`, namespace(i), generate.Text(one.pod))
}

// breaks adds rules and their messages, by turns.
func (one *trial) breaks(said ...string) {
	for i := 0; i < len(said); i += 2 {
		one.broken = append(one.broken, said[i]+": "+shown(said[i+1]))
	}
	slices.Sort(one.broken)
}

// driver is a Spark pod with one container that says this.
func driver(container object) object {
	container["name"] = "spark-kubernetes-driver"
	return object{"apiVersion": "v1", "kind": "Pod", "metadata": object{"name": "p", "labels": object{"spark-role": "driver"}},
		"spec": object{"restartPolicy": "Never", "containers": []any{container}}}
}

// shown is a text as sparkgate's messages repeat it: control characters and changes of direction are blanks, and it has
// 300 bytes at most.
func shown(text string) string {
	text = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || c == 0x200e || c == 0x200f || c >= 0x2028 && c <= 0x202e || c >= 0x2066 && c <= 0x2069 {
			return ' '
		}
		return c
	}, text)
	if len(text) <= 300 {
		return text
	}
	end := 297
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "..."
}
