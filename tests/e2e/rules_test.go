package e2e

import (
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"sparkgate.dev/e2e/lab"
)

// ruled is a driver as somebody may write it who does not use spark-submit.
func ruled(namespace string, labels map[string]string, image string) *corev1.Pod {
	amounts := func(cpu string) corev1.ResourceList {
		return corev1.ResourceList{"cpu": resource.MustParse(cpu), "memory": resource.MustParse("1Gi")}
	}
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "ruled", Namespace: namespace, Labels: labels},
		Spec: corev1.PodSpec{RestartPolicy: corev1.RestartPolicyNever, Containers: []corev1.Container{{
			Name: "spark-kubernetes-driver", Image: image,
			Resources: corev1.ResourceRequirements{Requests: amounts("1"), Limits: amounts("2")},
		}}},
	}
}

func ruledDriver(more ...string) *corev1.Pod {
	labels := map[string]string{"spark-role": "driver", "trial": "rules"}
	for i := 0; i+1 < len(more); i += 2 {
		labels[more[i]] = more[i+1]
	}
	return ruled(lab.Namespace, labels, "registry.example.com/spark:4.1.4")
}

func created(t *testing.T, l *lab.Lab, pod *corev1.Pod) *corev1.Pod {
	t.Helper()
	stored, err := l.Admin.CoreV1().Pods(pod.Namespace).Create(within(t, time.Minute), pod, metav1.CreateOptions{})
	must(t, err)
	return stored
}

func updated(t *testing.T, l *lab.Lab, pod *corev1.Pod) error {
	t.Helper()
	_, err := l.Admin.CoreV1().Pods(pod.Namespace).Update(within(t, time.Minute), pod, metav1.UpdateOptions{})
	return err
}

func expectDenied(t *testing.T, err error, sentence string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), "denied the request") || !strings.Contains(err.Error(), sentence) {
		t.Errorf("no %q: %v", sentence, err)
	}
}

func TestAnUnrelatedLabelIsNobodysBusiness(t *testing.T) {
	l := theLab(t)
	pod := created(t, l, ruledDriver())
	pod.Labels["seen"] = "yes"
	must(t, updated(t, l, pod))
}

func TestAnotherImageIsJudged(t *testing.T) {
	l := theLab(t)
	pod := created(t, l, ruledDriver())
	pod.Spec.Containers[0].Image = "docker.io/evil/spark:1"
	expectDenied(t, updated(t, l, pod), refusedImage)
}

// Without its label the pod is still one that was a driver.
func TestATakenLabelOpensNoDoor(t *testing.T) {
	l := theLab(t)
	pod := created(t, l, ruledDriver())
	delete(pod.Labels, "spark-role")
	pod.Spec.Containers[0].Image = "docker.io/evil/spark:1"
	expectDenied(t, updated(t, l, pod), refusedImage)
}

func TestTheRoleLabelStays(t *testing.T) {
	l := theLab(t)
	pod := created(t, l, ruledDriver())
	delete(pod.Labels, "spark-role")
	expectDenied(t, updated(t, l, pod), "role-stays: metadata.labels.spark-role")
}

// byStatus changes a pod by way of pods/status, where kubelets write.
func byStatus(t *testing.T, l *lab.Lab, pod *corev1.Pod, patch string) error {
	t.Helper()
	_, err := l.Admin.CoreV1().Pods(pod.Namespace).Patch(within(t, time.Minute), pod.Name, types.MergePatchType,
		[]byte(patch), metav1.PatchOptions{}, "status")
	return err
}

func TestTheRoleLabelStaysByWayOfTheStatus(t *testing.T) {
	l := theLab(t)
	pod := created(t, l, ruledDriver())
	for _, patch := range []string{
		`{"metadata":{"labels":{"spark-role":null}}}`,
		`{"metadata":{"labels":{"spark-role":"executor"}}}`,
		`{"metadata":{"labels":null}}`,
	} {
		expectDenied(t, byStatus(t, l, pod, patch), "role-stays: metadata.labels.spark-role")
	}
	must(t, byStatus(t, l, pod, `{"metadata":{"labels":{"seen":"yes"}}}`))
}

// The annotation would be refused if it were sent: neither it nor a kubelet's status is.
func TestAStatusWithoutOtherLabelsIsNotSent(t *testing.T) {
	l := theLab(t)
	pod := created(t, l, ruledDriver())
	must(t, byStatus(t, l, pod, `{"metadata":{"annotations":{"sidecar.istio.io/inject":"true"}},"status":{"message":"a"}}`))
	pod = ruledDriver()
	pod.Name = "annotated"
	pod = created(t, l, pod)
	pod.Annotations = map[string]string{"sidecar.istio.io/inject": "true"}
	expectDenied(t, updated(t, l, pod), "no-injection: metadata.annotations.sidecar.istio.io/inject is forbidden")
}

func TestADebugContainerIsJudged(t *testing.T) {
	l := theLab(t)
	pod := created(t, l, ruledDriver())
	pod.Spec.EphemeralContainers = []corev1.EphemeralContainer{{EphemeralContainerCommon: corev1.EphemeralContainerCommon{
		Name: "debug", Image: "docker.io/evil/shell:1"}}}
	_, err := l.Admin.CoreV1().Pods(pod.Namespace).UpdateEphemeralContainers(within(t, time.Minute), pod.Name, pod,
		metav1.UpdateOptions{})
	expectDenied(t, err, `spec.ephemeralContainers[0].image "docker.io/evil/shell:1" is not from registry.example.com/*`)
}

func TestAResizeIsJudged(t *testing.T) {
	l := theLab(t)
	pod := created(t, l, ruledDriver())
	pod.Spec.Containers[0].Resources.Limits["cpu"] = resource.MustParse("3")
	_, err := l.Admin.CoreV1().Pods(pod.Namespace).UpdateResize(within(t, time.Minute), pod.Name, pod,
		metav1.UpdateOptions{})
	expectDenied(t, err, "small: spec.containers[0].resources.limits.cpu 3 is over 2")
}

func TestAnExceptionLetsAPodPass(t *testing.T) {
	l := theLab(t)
	snapshot := ruledDriver()
	snapshot.Spec.Containers[0].Image = "registry.example.com/spark:snapshot"
	_, err := l.Admin.CoreV1().Pods(lab.Namespace).Create(within(t, time.Minute), snapshot, metav1.CreateOptions{})
	expectDenied(t, err, "has the tag snapshot, which is denied")
	snapshot.Labels["team"] = "platform"
	created(t, l, snapshot)
}

func TestEveryPodOfAGuardedNamespaceIsJudged(t *testing.T) {
	l := theLab(t)
	pods := l.Admin.CoreV1().Pods("guarded")
	_, err := pods.Create(within(t, time.Minute), ruled("guarded", nil, "docker.io/evil/shell:1"), metav1.CreateOptions{})
	expectDenied(t, err, `policy every-pod refuses this pod in namespace guarded (1 rule):`)
	created(t, l, ruled("guarded", nil, "registry.example.com/shell:1"))
	must(t, pods.Delete(within(t, time.Minute), "ruled", *metav1.NewDeleteOptions(0)))
}
