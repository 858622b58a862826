package deploy

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Images that the shipped policies allow and refuse.
const (
	goodImage = "registry.example.com/spark:4.1.4"
	evilImage = "docker.io/evil/spark:1"
)

// try creates a pod in dry run, of that `spark-role` unless it is empty.
func (c *cluster) try(ctx context.Context, role, image string) (*corev1.Pod, error) {
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{GenerateName: "try-"},
		Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "spark-kubernetes-" + role, Image: image}}}}
	if role != "" {
		pod.Labels = map[string]string{"spark-role": role}
	} else {
		pod.Spec.Containers[0].Name = "web"
	}
	options := metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}}
	return c.Admin.CoreV1().Pods("spark-jobs").Create(ctx, pod, options)
}

// expectDecided waits until drivers and executors are completed and refused by the shipped policies.
func (c *cluster) expectDecided(t *testing.T) {
	t.Helper()
	for _, role := range []string{"driver", "executor"} {
		eventually(t, func() string {
			pod, err := c.try(within(t, time.Minute), role, goodImage)
			if err != nil {
				return err.Error()
			}
			if class := pod.Spec.PriorityClassName; class != "spark-"+role {
				return fmt.Sprintf("the %s has the class %q", role, class)
			}
			_, err = c.try(within(t, time.Minute), role, evilImage)
			if !apierrors.IsForbidden(err) || !strings.Contains(err.Error(), "policy registries refuses this Spark "+role) {
				return fmt.Sprintf("the %s was not refused: %v", role, err)
			}
			return ""
		})
	}
}

// expectFailedCall waits until such a pod is refused because the webhook, and no other, cannot be called.
func (c *cluster) expectFailedCall(t *testing.T, role, webhook string) {
	t.Helper()
	eventually(t, func() string {
		_, err := c.try(within(t, time.Minute), role, evilImage)
		if err == nil || !strings.Contains(err.Error(), `failed calling webhook "`+webhook+`.sparkgate.dev"`) {
			return fmt.Sprintf("the %s was not refused by %s: %v", role, webhook, err)
		}
		return ""
	})
}

// expectCreatable waits until such a pod is created as it came.
func (c *cluster) expectCreatable(t *testing.T, role string) {
	t.Helper()
	eventually(t, func() string {
		pod, err := c.try(within(t, time.Minute), role, evilImage)
		if err != nil {
			return err.Error()
		}
		if pod.Spec.PriorityClassName != "" {
			return fmt.Sprintf("the %s was changed", role)
		}
		return ""
	})
}
