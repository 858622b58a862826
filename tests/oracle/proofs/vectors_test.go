package proofs

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"sparkgate.dev/oracle/gate"
	"sparkgate.dev/oracle/generate"
	"sparkgate.dev/oracle/kube"
	"sparkgate.dev/oracle/trial"
)

// vector is a merge as Kubernetes does it: a result or an error. Where ours differs, `Ours` is what it makes, or it is
// refused at load; `Why` says why.
type vector struct {
	Name         string
	Pod, Patch   object
	Result, Ours object
	Error        string
	Refused      bool
	Why          string
}

func TestGoldenVectors(t *testing.T) {
	text, err := os.ReadFile("testdata/strategic-merge-vectors.json")
	must(t, err)
	var vectors []vector
	must(t, json.Unmarshal(text, &vectors))
	bench := theBench(t)
	for _, one := range vectors {
		t.Run(one.Name, func(t *testing.T) {
			one.expectKubernetes(t)
			one.expectOurs(t, bench)
		})
	}
}

// expectKubernetes: the vector is true.
func (v vector) expectKubernetes(t *testing.T) {
	t.Helper()
	result, err := kube.Merge(generate.Copy(v.Pod), generate.Copy(v.Patch))
	switch {
	case v.Error != "" && (err == nil || !strings.Contains(err.Error(), v.Error)):
		t.Errorf("Kubernetes says %v, not %s", err, v.Error)
	case v.Error == "" && err != nil:
		t.Error(err)
	case v.Error == "" && !reflect.DeepEqual(result, map[string]any(v.Result)):
		t.Errorf("Kubernetes makes %s", generate.Text(result))
	}
}

func (v vector) expectOurs(t *testing.T, bench *trial.Bench) {
	t.Helper()
	policy := override(v.Patch).Policies[0]
	policy["metadata"] = object{"name": "vector"}
	files := gate.Policies{"vector.yaml": generate.Text(policy)}
	mistakes, err := bench.Gate.Check(files)
	must(t, err)
	if refused := len(mistakes) > 0; refused || v.Refused {
		if refused != v.Refused {
			t.Errorf("refused: %v", mistakes)
		}
		return
	}
	wanted := v.Ours
	if wanted == nil {
		wanted = v.Result
	}
	must(t, bench.Gate.Serve(files))
	one := &trial.Trial{Set: &trial.Set{}, Sent: generate.Text(sparkPod(v.Pod))}
	answers, err := bench.Gate.Answers(gate.Mutate, [][]byte{one.Review(one.Sent)})
	must(t, err)
	answer, stored, err := follow(one, answers[0])
	if err != nil || len(answer.Warnings) > 0 {
		t.Fatalf("%v %v", err, answer)
	}
	var ours object
	must(t, json.Unmarshal(stored, &ours))
	delete(child(ours, "metadata"), "annotations")
	expected := sparkPod(wanted)
	if _, ordered := child(v.Patch, "spec")["$setElementOrder/containers"]; !ordered {
		sorted(ours)
		sorted(expected)
	}
	if at, how := firstDifference(ours, expected, ""); at != "" {
		t.Errorf("at %s: %s", at, how)
	}
}

// sparkPod is the vector's pod with the label of a driver and its container, last.
func sparkPod(pod object) object {
	made := generate.Copy(object{"apiVersion": "v1", "kind": "Pod", "metadata": object{}, "spec": object{}})
	for name, value := range generate.Copy(pod) {
		made[name] = value
	}
	child(made, "metadata")["labels"] = object{"spark-role": "driver"}
	spec := child(made, "spec")
	containers, isList := spec["containers"].([]any)
	if isList || spec["containers"] == nil {
		spec["containers"] = append(containers, object{"name": "spark-kubernetes-driver", "image": "spark:1"})
	}
	return made
}
