package stress

import (
	"encoding/json"
	"fmt"
	"sync"
	"syscall"
	"testing"

	"sparkgate.dev/stress/lab"
)

// numbered is a policy set of two files, each of which writes the number into a driver.
func numbered(number int) lab.Files {
	policy := func(name, field string) []byte {
		return fmt.Appendf(nil, `apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: %s-%d}
spec: {overrides: {driver: {spec: {%s: "number-%d"}}}}
`, name, number, field, number)
	}
	return lab.Files{"a.yaml": policy("first", "schedulerName"), "b.yaml": policy("second", "priorityClassName")}
}

// broken is such a set, of which only the second file does not load.
func broken(number int) lab.Files {
	files := numbered(number)
	files["b.yaml"] = append(files["b.yaml"], "specs: {}\n"...)
	return files
}

// consistency of all answers: whatever a set's number, everything in the answer has it, and a set has one fingerprint.
type consistency struct {
	mutex        sync.Mutex
	fingerprints map[int]string
	last         int
}

func (c *consistency) judge(response lab.Response) error {
	var operations []struct {
		Path  string
		Value any
	}
	if err := json.Unmarshal(response.Patch, &operations); err != nil {
		return err
	}
	said := map[string]any{}
	for _, operation := range operations {
		said[operation.Path] = operation.Value
	}
	var number int
	if _, err := fmt.Sscanf(fmt.Sprint(said["/spec/schedulerName"]), "number-%d", &number); err != nil {
		return fmt.Errorf("%w in %s", err, response.Patch)
	}
	names := fmt.Sprintf("first-%d,second-%d", number, number)
	fingerprint := response.AuditAnnotations["fingerprint"]
	if !response.Allowed || said["/spec/priorityClassName"] != fmt.Sprintf("number-%d", number) ||
		response.AuditAnnotations["policies"] != names || !saysApplied(said, names+"@"+fingerprint) {
		return fmt.Errorf("a mixed answer: %s, %v", response.Patch, response.AuditAnnotations)
	}
	return c.remember(number, fingerprint)
}

// saysApplied: the annotation is added alone or with the first of all annotations.
func saysApplied(said map[string]any, wanted string) bool {
	if annotations, ok := said["/metadata/annotations"].(map[string]any); ok {
		return annotations["sparkgate.dev/applied"] == wanted
	}
	return said["/metadata/annotations/sparkgate.dev~1applied"] == wanted
}

func (c *consistency) remember(number int, fingerprint string) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if before, ok := c.fingerprints[number]; ok && before != fingerprint {
		return fmt.Errorf("set %d is %s and %s", number, before, fingerprint)
	}
	for other, its := range c.fingerprints {
		if its == fingerprint && other != number {
			return fmt.Errorf("sets %d and %d are both %s", other, number, fingerprint)
		}
	}
	c.fingerprints[number], c.last = fingerprint, number
	return nil
}

func TestPoliciesAreReloadedUnderLoad(t *testing.T) {
	reloads := pick(60, 1000)
	authority, policies := lab.NewAuthority(t), lab.NewVolume(t, numbered(0))
	server := lab.Start(t, lab.Settings{Policies: policies.Folder,
		Certificate: lab.NewVolume(t, authority.Issue().Files()), Flags: []string{"--poll-interval", "1h"}})
	all := &consistency{fingerprints: map[int]string{}}
	question := lab.Driver(t)
	question.Right = all.judge
	client := lab.NewClient(server.Admission, authority.Roots())
	load := client.Keep(question, 8, 0)
	wanted, refused := 0, 0
	for number := 1; number <= reloads; number++ {
		if number%10 == 0 {
			policies.Replace(broken(number))
			refused++
		} else {
			policies.Replace(numbered(number))
			wanted = number
		}
		server.Signal(syscall.SIGHUP)
		lab.Eventually(t, "a look at the policies", func() bool {
			return server.Metric(`sparkgate_policy_reload_total{result="failure"}`) == float64(refused) &&
				server.Metric(`sparkgate_policy_reload_total{result="success"}`) == float64(number-refused)
		})
		expectNumber(t, client, question, wanted)
	}
	figures := load.End()
	figures.NoneFailed(t, int64(reloads))
	saw(t, "%d reloads, %d of them broken: %v", reloads, refused, figures)
}

// expectNumber of the set that serves now, or in a moment: the count of reloads comes first.
func expectNumber(t *testing.T, client *lab.Client, question lab.Question, wanted int) {
	t.Helper()
	lab.Eventually(t, fmt.Sprintf("set %d", wanted), func() bool {
		mine := &consistency{fingerprints: map[int]string{}}
		question.Right = mine.judge
		lab.Must(t, client.Ask(question))
		return mine.last == wanted
	})
}
