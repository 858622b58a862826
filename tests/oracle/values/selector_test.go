package values

import (
	"encoding/json"
	"fmt"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"sparkgate.dev/oracle/generate"
)

// emptyList: in a policy a list that is there lists something; Kubernetes takes one without items for none.
const emptyList = "differs: empty list"

// readSelector is what Kubernetes makes of a selector; nil: it does not take it.
func readSelector(said object) labels.Selector {
	var decoded metav1.LabelSelector
	if err := json.Unmarshal(generate.Text(said), &decoded); err != nil {
		return nil
	}
	selector, err := metav1.LabelSelectorAsSelector(&decoded)
	if err != nil {
		return nil
	}
	return selector
}

// saysNothing tells whether a list in a selector has no items.
func saysNothing(selector object) bool {
	expressions, said := selector["matchExpressions"].([]any)
	nothing := said && len(expressions) == 0
	for _, one := range expressions {
		values, said := one.(object)["values"].([]any)
		nothing = nothing || said && len(values) == 0
	}
	return nothing
}

// The policy applies where its only rule, which no pod keeps, refuses the pod.
func selectorPolicy(selector object) object {
	return object{"match": object{"pods": "all", "podSelector": selector},
		"rules": []any{object{"name": "applies", "message": "it does", "metadata": object{
			"requireAnnotations": object{"nobody.has/this": "*"}}}}}
}

func selectorTrial(random generate.Random) trial {
	speller := newSelectorSpeller(random)
	said, has := speller.selector(), speller.labels()
	metadata := object{"name": "p"}
	if len(has) > 0 || random.Chance(0.5) {
		metadata["labels"] = has
	}
	one := trial{said: fmt.Sprintf("labels %s", generate.Text(has)), spec: selectorPolicy(said),
		pod: object{"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": object{
			"containers": []any{object{"name": "c", "image": "i"}}}}}
	selector := readSelector(said)
	switch {
	case selector == nil:
		one.cases, one.refused = []string{"rejected"}, "spec.match.podSelector"
	case saysNothing(said):
		one.cases, one.refused = []string{"accepted", emptyList}, "is empty; leave it out or list something"
	case selector.Matches(labels.Set(texts(has))):
		one.cases = []string{"accepted", "applies"}
		one.breaks("applies", "it does")
	default:
		one.cases = []string{"accepted", "does not apply"}
	}
	return one
}

func texts(has object) map[string]string {
	made := map[string]string{}
	for key, value := range has {
		made[key] = value.(string)
	}
	return made
}

func TestSelectors(t *testing.T) {
	proof{"selectors", selectorTrial, []string{"accepted", "rejected", "applies", "does not apply", emptyList}}.hold(t)
}
