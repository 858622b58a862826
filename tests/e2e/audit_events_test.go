package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"sparkgate.dev/e2e/lab"
)

// An entry of the audit log, as far as it tells what was asked and answered.
type auditEvent struct {
	line           []byte
	Verb           string
	ObjectRef      struct{ Name, Subresource string }
	ResponseStatus struct{ Message string }
	Annotations    map[string]string
}

// auditEventsWithAnUpdate waits for the last that sendRecorded did: an entry is written after the answer is sent.
func auditEventsWithAnUpdate(t *testing.T, l *lab.Lab) []auditEvent {
	t.Helper()
	ctx := within(t, time.Minute)
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		events := auditEvents(t, l)
		if slices.ContainsFunc(events, auditEvent.isUpdate) {
			return events
		}
		select {
		case <-ctx.Done():
			t.Fatal("the audit log has no update of a pod")
		case <-tick.C:
		}
	}
}

// auditEvents are the entries up to the last one that is complete.
func auditEvents(t *testing.T, l *lab.Lab) []auditEvent {
	t.Helper()
	log, err := os.ReadFile(l.AuditLog)
	must(t, err)
	var events []auditEvent
	for line := range bytes.Lines(log) {
		if bytes.HasSuffix(line, []byte("\n")) {
			event := auditEvent{line: line}
			must(t, json.Unmarshal(line, &event))
			events = append(events, event)
		}
	}
	return events
}

func (e auditEvent) isUpdate() bool { return e.Verb == "update" && e.ObjectRef.Subresource == "" }

// annotation is what one of our webhooks told; its name is the start of the key.
func (e auditEvent) annotation(end string) string {
	for key, value := range e.Annotations {
		if strings.HasSuffix(key, end) {
			return value
		}
	}
	return ""
}
