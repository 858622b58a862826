package lab

import (
	"context"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Namespaces where the tests' pods live; what else is there at the start is in testdata/cluster.yaml.
const (
	Namespace      = "spark-jobs"
	TrialNamespace = "trial" // one policy is about it, and that is in mode audit
)

// Images that the rules of policies/ allow and refuse.
const (
	GoodImage = "registry.example.com/spark/spark-py"
	EvilImage = "docker.io/evil/spark"
)

// appliedKey is the annotation that every pod gets which the webhook changed.
const appliedKey = "sparkgate.dev/applied"

// awaitEffect asks with dry-run pods until both doors decide for both roles: kube-apiserver hears of new
// configurations, and of the priority classes that the policies name, a moment after they are created.
func (c *ControlPlane) awaitEffect(ctx context.Context) error {
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		missing := c.notYet(ctx)
		if missing == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the webhooks took no effect: %w: %w", context.Cause(ctx), missing)
		case <-tick.C:
		}
	}
}

func (c *ControlPlane) notYet(ctx context.Context) error {
	for _, role := range []string{"driver", "executor"} {
		pod, err := c.tryPod(ctx, role, GoodImage)
		if err != nil {
			return err
		}
		if pod.Annotations[appliedKey] == "" {
			return fmt.Errorf("the %s was not changed", role)
		}
		_, err = c.tryPod(ctx, role, EvilImage)
		if !apierrors.IsForbidden(err) || !strings.Contains(err.Error(), "denied the request") {
			return fmt.Errorf("the %s was not refused: %v", role, err)
		}
	}
	return nil
}

// tryPod creates a pod and leaves nothing behind.
func (c *ControlPlane) tryPod(ctx context.Context, role, image string) (*corev1.Pod, error) {
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{GenerateName: "try-", Labels: map[string]string{"spark-role": role}},
		Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "spark-kubernetes-" + role, Image: image + ":1"}}},
	}
	options := metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}}
	return c.Admin.CoreV1().Pods(Namespace).Create(ctx, pod, options)
}

// FailedOpen is how often a webhook could not be called and the pod passed nevertheless: never, or a test
// proves nothing.
func (c *ControlPlane) FailedOpen(ctx context.Context) ([]string, error) {
	text, err := c.KubectlAs(ctx, "admin", "", "get", "--raw", "/metrics")
	if err != nil {
		return nil, err
	}
	var found []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "apiserver_admission_webhook_fail_open_count{") {
			found = append(found, strings.TrimSpace(line))
		}
	}
	return found, nil
}
