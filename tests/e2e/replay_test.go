package e2e

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"sparkgate.dev/e2e/lab"
)

// What `sparkgate replay -o json` says.
type replayed struct {
	Decided struct{ Pods int }
	Skipped map[string]int
	Then    struct{ Same, Otherwise int }
	Denied  replayedKind
	Changed replayedKind
}

type replayedKind struct {
	Groups []struct{ Examples []struct{ Why []string } }
}

const skippedUpdate = "audit event of an update, which has no pod before"

// Of every pod that was sent to the API server so far, by these and earlier tests.
func TestReplayOfTheAuditLogSaysWhatTheServerSaid(t *testing.T) {
	l := theLab(t)
	sendRecorded(t, l)
	events := auditEventsWithAnUpdate(t, l)
	var log bytes.Buffer
	known, denied, patched, updates := 0, 0, 0, 0
	for _, event := range events {
		log.Write(event.line)
		if event.isUpdate() {
			updates++
		}
		if event.Verb != "create" || event.annotation("validate.sparkgate.dev/fingerprint") == "" {
			continue
		}
		known++
		alone := replay(t, l, event.line)
		denied += expectSameDenial(t, event, alone)
		patched += expectSamePatch(t, event, alone)
	}
	all := replay(t, l, log.Bytes())
	if all.Then.Otherwise != 0 || all.Then.Same != known || all.Skipped[skippedUpdate] != updates {
		t.Errorf("of %d decided pods and %d updates: %+v, skipped %v", known, updates, all.Then, all.Skipped)
	}
	if denied < 40 || patched < 100 || updates == 0 {
		t.Errorf("of %d pods %d were denied and %d changed, and there were %d updates", known, denied, patched, updates)
	}
	t.Logf("%d pods, %d denied, %d changed, %d updates", known, denied, patched, updates)
}

// sendRecorded creates the pods of tests/recordings in the tests' namespace, as they are and with another image, and
// changes one. Each is gone when the next one comes, for some have the same name.
func sendRecorded(t *testing.T, l *lab.Lab) {
	t.Helper()
	pods := l.Admin.CoreV1().Pods(lab.Namespace)
	for _, one := range recorded(t) {
		var review struct {
			Request struct {
				Operation, SubResource string
				Object                 corev1.Pod
			}
		}
		must(t, json.Unmarshal(one.Review, &review))
		if review.Request.Operation != "CREATE" || review.Request.SubResource != "" {
			continue
		}
		pod := &review.Request.Object
		pod.Namespace, pod.UID, pod.Spec.ServiceAccountName = lab.Namespace, "", "spark"
		for _, image := range []string{pod.Spec.Containers[0].Image, lab.EvilImage + ":1"} {
			pod.Spec.Containers[0].Image = image
			stored, err := pods.Create(within(t, time.Minute), pod, metav1.CreateOptions{})
			if err != nil {
				continue // denied, which the log tells
			}
			must(t, pods.Delete(within(t, time.Minute), stored.Name, *metav1.NewDeleteOptions(0)))
		}
	}
	last := created(t, l, ruledDriver())
	last.Labels["seen"] = "yes"
	must(t, updated(t, l, last))
}

func replay(t *testing.T, l *lab.Lab, log []byte) (found replayed) {
	t.Helper()
	result, err := lab.Run(within(t, time.Minute), lab.Command{
		Program: l.Paths.Sparkgate,
		Args:    []string{"replay", "--policies", l.Paths.Policies, "-o", "json", "--examples", "500", "-"},
		Stdin:   bytes.NewReader(log),
	})
	must(t, err)
	if result.Exit > 1 {
		t.Fatalf("replay ended with %d: %s", result.Exit, result.Output)
	}
	must(t, json.Unmarshal([]byte(result.Stdout), &found))
	return found
}

func (k replayedKind) lines() (all []string) {
	for _, group := range k.Groups {
		for _, example := range group.Examples {
			all = append(all, example.Why...)
		}
	}
	slices.Sort(all)
	return all
}

// expectSameDenial: 1 when the pod was denied.
func expectSameDenial(t *testing.T, event auditEvent, found replayed) int {
	t.Helper()
	told := found.Denied.lines()
	if then := strings.Count(event.annotation("validate.sparkgate.dev/violations"), " deny "); then != len(told) {
		t.Errorf("%s: %d violations then, now %q", event.ObjectRef.Name, then, told)
	}
	for _, line := range told {
		if !strings.Contains(event.ResponseStatus.Message, line) {
			t.Errorf("%s: the user was not told %q: %s", event.ObjectRef.Name, line, event.ResponseStatus.Message)
		}
	}
	return min(1, len(told))
}

// expectSamePatch: 1 when the pod was changed.
func expectSamePatch(t *testing.T, event auditEvent, found replayed) int {
	t.Helper()
	var applied []string
	for key, value := range event.Annotations {
		if strings.HasPrefix(key, "patch.webhook.admission.k8s.io/") {
			var told struct{ Patch json.RawMessage }
			must(t, json.Unmarshal([]byte(value), &told))
			applied = append(applied, strings.Split(strings.TrimSpace(operations(t, string(told.Patch))), "\n")...)
		}
	}
	then, now := compared(t, applied), compared(t, found.Changed.lines())
	same := slices.EqualFunc(then, now, func(then, now string) bool {
		begin, cut := strings.CutSuffix(now, "...") // replay tells long values by their start
		return then == now || cut && strings.HasPrefix(then, begin)
	})
	if !same {
		t.Errorf("%s was changed by\n%s\nand now by\n%s", event.ObjectRef.Name, strings.Join(then, "\n"), strings.Join(now, "\n"))
	}
	return min(1, len(now))
}

// compared leaves out our annotations, and what only a pod has to which the API server has added something: numbers
// of its priority class, and lists that were not there before, to which the server's answer appends.
func compared(t *testing.T, patch []string) (lines []string) {
	t.Helper()
	for _, line := range patch {
		words := strings.SplitN(line, " ", 3)
		path := words[1]
		switch {
		case path == "/spec/priority" || path == "/spec/preemptionPolicy", strings.Contains(line, " /metadata/annotations/sparkgate.dev~1"),
			strings.Contains(line, ` /metadata/annotations {"sparkgate.dev/`):
		case len(words) == 3 && words[0] == "add" && strings.HasPrefix(words[2], "["):
			lines = append(lines, appended(t, path, words[2])...)
		default:
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return lines
}

// appended is the list as operations that append its items; of one that is cut short, its first.
func appended(t *testing.T, path, list string) (lines []string) {
	t.Helper()
	var items []json.RawMessage
	if strings.HasSuffix(list, "...") {
		return []string{"add " + path + "/- " + list[1:]}
	}
	must(t, json.Unmarshal([]byte(list), &items))
	for _, item := range items {
		lines = append(lines, "add "+path+"/- "+string(item))
	}
	return lines
}
