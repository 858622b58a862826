package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	admissionv1 "k8s.io/api/admission/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/diff"

	"sparkgate.dev/e2e/lab"
	"sparkgate.dev/e2e/spark"
)

func TestSecondReviewOfAClusterModeDriverChangesNothing(t *testing.T) {
	eachVersion(t, func(t *testing.T, l *lab.Lab, s *spark.Spark) {
		expectSettled(t, l, submitted(t, l, s, "settled"))
	})
}

func TestSecondReviewOfAHandMadeDriverChangesNothing(t *testing.T) {
	l := theLab(t)
	expectSettled(t, l, createdByJane(t, l, "testdata/client-mode-driver.yaml", "pyspark-pi-routine-driver"))
}

func TestSecondReviewOfAnExecutorChangesNothing(t *testing.T) {
	l := theLab(t)
	s := theSpark(t, l, spark.Versions[len(spark.Versions)-1])
	driver := createdByJane(t, l, "testdata/plain-client-mode-driver.yaml", "pyspark-pi-plain-driver")
	process, err := s.StartClientDriver(within(t, time.Minute), l, driver, "/spark-conf")
	must(t, err)
	expectSettled(t, l, &executors(t, l, process)[0])
}

// expectSettled sends a stored pod through all three doors again.
func expectSettled(t *testing.T, l *lab.Lab, pod *corev1.Pod) {
	t.Helper()
	pod = pod.DeepCopy()
	pod.TypeMeta = metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"}
	expectNoPatch(t, l, pod)
	expectDryRunLeavesAlone(t, l, pod)
	expectRecreatedAlike(t, l, pod)
}

// expectNoPatch asks the server itself.
func expectNoPatch(t *testing.T, l *lab.Lab, pod *corev1.Pod) {
	t.Helper()
	answer, err := l.Post(within(t, time.Minute), "/mutate?timeout=3s", encoded(t, reviewOf(t, pod)))
	must(t, err)
	var review admissionv1.AdmissionReview
	must(t, json.Unmarshal(answer, &review))
	response := review.Response
	if response == nil || !response.Allowed || response.Patch != nil || response.PatchType != nil {
		t.Errorf("/mutate answered %s", answer)
	}
}

// expectDryRunLeavesAlone asks the command line.
func expectDryRunLeavesAlone(t *testing.T, l *lab.Lab, pod *corev1.Pod) {
	t.Helper()
	file := filepath.Join(l.Home, pod.Name+".json")
	must(t, os.WriteFile(file, encoded(t, pod), 0o600))
	result, err := lab.Run(within(t, time.Minute), lab.Command{Program: l.Paths.Sparkgate, Args: []string{
		"dry-run", "-p", l.Paths.Policies, "-f", file, "-n", pod.Namespace, "--user", "jane@corp.example", "-o", "json"}})
	must(t, err)
	var said struct {
		Allowed bool
		Patch   []any
	}
	err = json.Unmarshal([]byte(result.Stdout), &said)
	if err != nil || result.Exit != 0 || !said.Allowed || len(said.Patch) > 0 {
		t.Errorf("dry-run ended with %d (%v):\n%s", result.Exit, err, result.Output)
	}
}

// expectRecreatedAlike asks through kube-apiserver, with the manifest that a person would make of the pod.
func expectRecreatedAlike(t *testing.T, l *lab.Lab, pod *corev1.Pod) {
	t.Helper()
	manifest := corev1.Pod{TypeMeta: pod.TypeMeta, Spec: *pod.Spec.DeepCopy(), ObjectMeta: metav1.ObjectMeta{
		Name: "again-" + pod.Name, Namespace: pod.Namespace, Labels: pod.Labels, Annotations: pod.Annotations}}
	text, err := l.KubectlAs(within(t, time.Minute), "jane", string(encoded(t, manifest)),
		"create", "--dry-run=server", "--output=json", "--filename=-")
	must(t, err)
	var again corev1.Pod
	must(t, json.Unmarshal([]byte(text), &again))
	before, after := essence(&manifest), essence(&again)
	if !equality.Semantic.DeepEqual(before, after) {
		t.Errorf("%s would be created again with differences:\n%s", pod.Name, diff.Diff(before, after))
	}
}

// essence is what two pods of one manifest have in common.
func essence(pod *corev1.Pod) corev1.Pod {
	meta := metav1.ObjectMeta{Labels: pod.Labels, Annotations: pod.Annotations}
	return corev1.Pod{ObjectMeta: meta, Spec: pod.Spec}
}

// reviewOf is what kube-apiserver would ask about the pod.
func reviewOf(t *testing.T, pod *corev1.Pod) admissionv1.AdmissionReview {
	t.Helper()
	dryRun := true
	kind := metav1.GroupVersionKind{Version: "v1", Kind: "Pod"}
	resource := metav1.GroupVersionResource{Version: "v1", Resource: "pods"}
	return admissionv1.AdmissionReview{
		TypeMeta: metav1.TypeMeta{APIVersion: "admission.k8s.io/v1", Kind: "AdmissionReview"},
		Request: &admissionv1.AdmissionRequest{
			UID:  "705ab4f5-6393-11e8-b7cc-42010a800002",
			Kind: kind, RequestKind: &kind, Resource: resource, RequestResource: &resource,
			Name: pod.Name, Namespace: pod.Namespace, Operation: admissionv1.Create, DryRun: &dryRun,
			UserInfo: authenticationv1.UserInfo{Username: "jane@corp.example", Groups: []string{"spark-users"}},
			Object:   runtime.RawExtension{Raw: encoded(t, pod)},
		},
	}
}

func encoded(t *testing.T, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	must(t, err)
	return text
}
