package e2e

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"sparkgate.dev/e2e/lab"
	"sparkgate.dev/e2e/spark"
)

// What kube-apiserver makes of a driver without us.
const untouchedDriver = `
class        0 PreemptLowerPriority
scheduler   default-scheduler
nodes       none
labels      none
annotations none
tolerations none
container   spark-kubernetes-driver
`

// What policies/trial.yaml would have done to it.
const triedOut = `
add /metadata/labels/cost-center "cc-42"
add /spec/priorityClassName "spark-driver"
replace /spec/schedulerName "yunikorn"
remove /spec/priority
remove /spec/preemptionPolicy
`

func TestAuditModeLeavesThePodAsSparkSentIt(t *testing.T) {
	eachVersion(t, func(t *testing.T, l *lab.Lab, s *spark.Spark) {
		driver := submittedTo(t, l, s, lab.TrialNamespace, "tried-out")
		if got := facts(driver); got != strings.TrimPrefix(untouchedDriver, "\n") || len(driver.Annotations) > 0 {
			t.Errorf("%s is stored as\n%s\nwith annotations %v", driver.Name, got, driver.Annotations)
		}
		audited, err := l.AwaitAudited(within(t, time.Minute), driver)
		must(t, err)
		driver.Kind, driver.APIVersion = "Pod", "v1" // a list leaves them out
		expectKept(t, "", decodedJSON(t, audited.RequestObject), decodedJSON(t, encoded(t, driver)))
		told := audited.Annotations["spark.mutate.sparkgate.dev/audited-patch"]
		if got := operations(t, told); got != strings.TrimPrefix(triedOut, "\n") {
			t.Errorf("the audit log says of %s\n%s\nnot\n%s", driver.Name, got, triedOut)
		}
		if policies := audited.Annotations["spark.mutate.sparkgate.dev/policies"]; policies != "trial" {
			t.Errorf("the audit log names the policies %q", policies)
		}
	})
}

// expectKept: all that was sent is stored. The API server fills in fields, and appends to lists.
func expectKept(t *testing.T, path string, sent, stored any) {
	t.Helper()
	switch sent := sent.(type) {
	case map[string]any:
		stored, _ := stored.(map[string]any)
		for name, value := range sent {
			expectKept(t, path+"/"+name, value, stored[name])
		}
	case []any:
		stored, _ := stored.([]any)
		for i, item := range sent {
			if i >= len(stored) {
				t.Errorf("%s/%d was sent and is not stored", path, i)
				return
			}
			expectKept(t, fmt.Sprintf("%s/%d", path, i), item, stored[i])
		}
	default:
		if sent != nil && sent != stored {
			t.Errorf("%s was sent as %v and is stored as %v", path, sent, stored)
		}
	}
}

// operations is a patch, an operation a line.
func operations(t *testing.T, patch string) string {
	t.Helper()
	var out strings.Builder
	var all []struct {
		Op, Path string
		Value    json.RawMessage
	}
	must(t, json.Unmarshal([]byte(patch), &all))
	for _, one := range all {
		words := slices.DeleteFunc([]string{one.Op, one.Path, string(one.Value)}, func(word string) bool { return word == "" })
		fmt.Fprintln(&out, strings.Join(words, " "))
	}
	return out.String()
}

func decodedJSON(t *testing.T, text []byte) any {
	t.Helper()
	var value any
	must(t, json.Unmarshal(text, &value))
	return value
}
