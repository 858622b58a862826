package proofs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"sparkgate.dev/oracle/generate"
	"sparkgate.dev/oracle/trial"
)

type object = generate.Object

// laws are what holds between a pod and the pod with the patch, whatever the policies say.
func laws(one *trial.Trial, stored []byte) []trial.Failure {
	var before, after object
	if json.Unmarshal(one.Sent, &before) != nil || json.Unmarshal(stored, &after) != nil {
		return nil // it was no object to begin with
	}
	law := lawyerFor(one.Set)
	for _, mark := range marks(one.Sent) {
		if law.removes && !slices.Contains([]string{`"kept-0-"`, `"kept-1-"`, `"kept-2-"`}, mark) {
			continue // of pod, metadata and spec nothing is given up; of what is below, policies may give up all
		}
		law.check(strings.Contains(string(stored), mark), "unknown member lost", mark)
	}
	if one.Sound {
		law.order(before, after, "")
		law.untouched(one, before, after)
		law.privileges(one, before, after)
	}
	return law.failures
}

type lawyer struct {
	text     string // of the policies
	failures []trial.Failure
	removes  bool // the policies take things out
	replaces bool // or put others in their place
	ordered  bool // or say in which order containers stand
}

// lawyerFor knows what these policies may do.
func lawyerFor(set *trial.Set) *lawyer {
	has := func(word string) bool { return strings.Contains(set.Text(), word) }
	return &lawyer{text: set.Text(), removes: has(`"$patch"`) || has(`:null`) || has(`"$retainKeys"`), replaces: has(`"$patch":"replace"`),
		ordered: has(`"$setElementOrder`)}
}

// check adds a failure when it does not hold; the detail is made then only.
func (l *lawyer) check(holds bool, law string, detail ...any) {
	if holds {
		return
	}
	text := law + ":"
	for _, part := range detail {
		if said, ok := part.(string); ok {
			text += " " + said
		} else {
			text += " " + short(part)
		}
	}
	l.failures = append(l.failures, trial.Failure{Kind: "law: " + trial.Normalised(law), Detail: text})
}

// same compares JSON values.
func (l *lawyer) same(before, after any, law string) {
	l.check(reflect.DeepEqual(before, after), law, before, "is now", after)
}

func marks(sent []byte) []string {
	var found []string
	if !bytes.Contains(sent, []byte(`"kept-`)) {
		return nil
	}
	for _, part := range strings.Split(string(sent), `"`) {
		if strings.HasPrefix(part, "kept-") {
			found = append(found, `"`+part+`"`)
		}
	}
	return found
}

// keyed are the lists whose items are known by these members; an absent one is what the API server makes of it.
var keyed = map[string][]string{"containers": {"name"}, "initContainers": {"name"}, "volumes": {"name"}, "env": {"name"},
	"volumeMounts": {"mountPath"}, "volumeDevices": {"devicePath"}, "ports": {"containerPort", "protocol"},
	"imagePullSecrets": {"name"}, "topologySpreadConstraints": {"topologyKey", "whenUnsatisfiable"},
	"schedulingGates": {"name"}, "resourceClaims": {"name"}}

// order: what was in a keyed list is in it still, in the order in which it was, before all that is new.
func (l *lawyer) order(before, after object, path string) {
	for name, value := range before {
		at := path + "." + name
		switch said := value.(type) {
		case object:
			if now, ok := after[name].(object); ok {
				l.order(said, now, at)
			}
		case []any:
			now, ok := after[name].([]any)
			if keys, known := keyed[name]; known && ok && !(l.ordered && name == "containers") && strings.HasPrefix(at, ".spec") && isObjects(said) {
				l.orderOf(said, now, keys, at)
			}
		}
	}
}

func isObjects(items []any) bool {
	for _, item := range items {
		if _, ok := item.(object); !ok {
			return false
		}
	}
	return true
}

func (l *lawyer) orderOf(before, after []any, keys []string, path string) {
	if l.removes {
		l.orderOfLeft(before, after, keys, path)
		return
	}
	if len(after) < len(before) {
		l.check(false, "items of "+path+" are gone", before, "is now", after)
		return
	}
	for i, item := range before {
		was, is := item.(object), after[i].(object)
		l.check(sameKeys(was, is, keys), "order of "+path, before, "is now", after)
		l.order(was, is, path)
	}
}

// orderOfLeft: where items may have been taken out, those that are left have kept their order and stand in front.
func (l *lawyer) orderOfLeft(before, after []any, keys []string, path string) {
	at, isNew := 0, false
	// One policy may take the list out and another give a list: that is a new one.
	replaces := l.replaces || strings.Contains(l.text, `"`+path[strings.LastIndex(path, ".")+1:]+`":null`)
	for _, item := range objects(after) {
		same := func(was object) bool { return keyOf(was, keys) == keyOf(item, keys) }
		// Of items that are called alike, or not at all, the next one is meant.
		next := slices.IndexFunc(objects(before)[at:], same)
		if next < 0 && !slices.ContainsFunc(objects(before), same) {
			isNew = true
			continue
		}
		l.check(replaces || !isNew && next >= 0, "order of "+path, before, "is now", after)
		at += max(next+1, 0)
	}
}

func sameKeys(a, b object, keys []string) bool {
	for _, key := range keys {
		if a[key] != b[key] && keyOf(a, keys) != keyOf(b, keys) {
			return false
		}
	}
	return true
}

func keyOf(item object, keys []string) string {
	var text strings.Builder
	for _, key := range keys {
		value := item[key]
		if value == nil && key == "protocol" {
			value = "TCP"
		}
		fmt.Fprint(&text, value, "\x00")
	}
	return text.String()
}
