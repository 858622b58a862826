package lab

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// Audited is what kube-apiserver wrote down about the creation of a pod.
type Audited struct {
	RequestObject json.RawMessage   // the pod as its creator sent it
	Annotations   map[string]string // what webhooks told: "WEBHOOK/KEY"
}

// AwaitAudited reads the audit log until the creation of the pod is in it: it is written after the answer is sent.
func (c *ControlPlane) AwaitAudited(ctx context.Context, pod *corev1.Pod) (Audited, error) {
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		found, err := c.audited(pod)
		if err != nil || found.RequestObject != nil {
			return found, err
		}
		select {
		case <-ctx.Done():
			return found, fmt.Errorf("the audit log has no pod %s: %w", pod.Name, context.Cause(ctx))
		case <-tick.C:
		}
	}
}

// audited has no RequestObject when there is no such entry yet.
func (c *ControlPlane) audited(pod *corev1.Pod) (Audited, error) {
	log, err := os.Open(c.AuditLog)
	if err != nil {
		return Audited{}, err
	}
	defer log.Close()
	for lines := bufio.NewReader(log); ; {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return Audited{}, nil // the end, or a line that is being written
		}
		var entry struct {
			Audited
			ObjectRef struct{ Namespace, Name string }
		}
		if err := json.Unmarshal(line, &entry); err != nil {
			return Audited{}, fmt.Errorf("%s: %w", c.AuditLog, err)
		}
		if entry.ObjectRef.Namespace == pod.Namespace && entry.ObjectRef.Name == pod.Name {
			return entry.Audited, nil
		}
	}
}
