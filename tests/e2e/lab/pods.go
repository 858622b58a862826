package lab

import (
	"context"
	"errors"
	"fmt"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Pods are those that a label selector finds, as they are stored.
func (c *ControlPlane) Pods(ctx context.Context, selector string) ([]corev1.Pod, error) {
	list, err := c.Admin.CoreV1().Pods(Namespace).List(ctx, metav1.ListOptions{LabelSelector: selector})
	if err != nil {
		return nil, err
	}
	return list.Items, nil
}

// AwaitPods returns at least `count` pods, or fails when `maker` is gone or ctx ends before they are there.
func (c *ControlPlane) AwaitPods(ctx context.Context, selector string, count int,
	maker *Process) ([]corev1.Pod, error) {
	for tick := time.NewTicker(200 * time.Millisecond); ; {
		pods, err := c.Pods(ctx, selector)
		if err != nil || len(pods) >= count {
			return pods, err
		}
		select {
		case <-ctx.Done():
			err = context.Cause(ctx)
		case <-maker.Ended:
			err = errors.New("their maker ended")
		case <-tick.C:
			continue
		}
		return nil, fmt.Errorf("%d pods of %d with %s: %w\n%s", len(pods), count, selector, err, maker.LastLines())
	}
}

// PretendToRun does what scheduler and kubelet would: the pod is bound to a node and Running.
func (c *ControlPlane) PretendToRun(ctx context.Context, pod *corev1.Pod) error {
	pods := c.Admin.CoreV1().Pods(pod.Namespace)
	err := pods.Bind(ctx, &corev1.Binding{
		ObjectMeta: metav1.ObjectMeta{Name: pod.Name, Namespace: pod.Namespace},
		Target:     corev1.ObjectReference{Kind: "Node", Name: "node-1"},
	}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	bound, err := pods.Get(ctx, pod.Name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	bound.Status.Phase, bound.Status.PodIP = corev1.PodRunning, "10.244.1.7"
	bound.Status.PodIPs = []corev1.PodIP{{IP: bound.Status.PodIP}}
	bound.Status.Conditions = append(bound.Status.Conditions,
		corev1.PodCondition{Type: corev1.PodReady, Status: corev1.ConditionTrue})
	_, err = pods.UpdateStatus(ctx, bound, metav1.UpdateOptions{})
	return err
}

// Empty deletes what tests create, at once: nobody would ever confirm a graceful deletion.
func (c *ControlPlane) Empty(ctx context.Context) error {
	for _, namespace := range []string{Namespace, TrialNamespace} {
		_, err := c.KubectlAs(ctx, "admin", "", "delete", "pods,services,configmaps", "--all", "--namespace="+namespace,
			"--grace-period=0", "--force")
		if err != nil {
			return err
		}
	}
	return nil
}

// BoundToken is what kubelet would put into the pod: a token of its service account, bound to the pod.
func (c *ControlPlane) BoundToken(ctx context.Context, pod *corev1.Pod) (string, error) {
	lifetime := int64(3600)
	made, err := c.Admin.CoreV1().ServiceAccounts(pod.Namespace).CreateToken(ctx, pod.Spec.ServiceAccountName,
		&authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{
			ExpirationSeconds: &lifetime,
			BoundObjectRef: &authenticationv1.BoundObjectReference{
				Kind: "Pod", APIVersion: "v1", Name: pod.Name, UID: pod.UID},
		}}, metav1.CreateOptions{})
	if err != nil {
		return "", err
	}
	return made.Status.Token, nil
}
